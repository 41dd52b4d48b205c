import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import { openEmbedded } from "../src/index.ts";
import { databaseContract } from "./contract/database-contract.ts";
import { errorOf } from "./contract/place.ts";

const program = join(import.meta.dirname, "fixtures/hold-database.ts");

interface Holder {
  readonly child: ChildProcess;
  /** The last number that was reported as committed. */
  readonly committed: () => number;
  /** Kills it with SIGKILL and waits for its end. */
  readonly kill: () => Promise<void>;
}

/** Starts another process on the folder; ready when it has the database open. */
async function holder(folder: string): Promise<Holder> {
  const { child, ended } = startHolder(folder);
  let committed = 0;
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  lines.on("line", (line) => (committed = Number(line)));
  return {
    child,
    committed: () => committed,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function startHolder(folder: string) {
  const child = spawn(process.execPath, ["--conditions=@searchfit/source", program, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { child, ended: once(child, "close") }; // when the last line has come, too
}

describe("an embedded database in a folder", () => {
  it("lets one process in and tells the other who holds it", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "shop", "db");
    const other = await holder(folder);
    const error = await errorOf(openEmbedded({ folder }));
    expect(error.code).toBe("DATABASE_LOCKED");
    expect(error.details).toMatchObject({ pid: other.child.pid });
    await symlink(join(temporary.path, "shop"), join(temporary.path, "alias"));
    const aliased = openEmbedded({ folder: join(temporary.path, "alias", "db") });
    expect((await errorOf(aliased)).code).toBe("DATABASE_LOCKED");
    await other.kill();
    const db = await openEmbedded({ folder });
    expect((await errorOf(openEmbedded({ folder }))).details).toMatchObject({ pid: process.pid });
    await db.close();
  });

  it("loses nothing that was committed, however often it is killed", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "db");
    for (let round = 0; round < 8; round += 1) {
      const other = await holder(folder);
      await sleep(150 * (round % 4) + 37 * round);
      await other.kill();
      const db = await openEmbedded({ folder });
      const [row] = await db.query<{ rows: number; last: number }>(
        `SELECT count(*)::int AS rows, coalesce(max(n), 0) AS "last" FROM counted`,
      );
      expect(row?.rows).toBe(row?.last);
      expect(row?.last).toBeGreaterThanOrEqual(other.committed());
      await db.close();
    }
  });

  it("is made whole or not at all when it is killed while it is made", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "db");
    for (const delay of [0, 100, 400, 1000]) {
      const { child, ended } = startHolder(folder);
      let open = false;
      child.stdout.on("data", () => (open = true));
      const isMaking = async () =>
        (await readdir(temporary.path)).includes(`db.making-${child.pid ?? 0}`);
      await until("it is being made, or is there", async () => open || (await isMaking()));
      await sleep(delay);
      child.kill("SIGKILL");
      await ended;
    }
    const db = await openEmbedded({ folder });
    expect(await db.query("SELECT 1 AS one")).toMatchObject([{ one: 1 }]);
    await db.close();
    expect((await readdir(temporary.path)).toSorted()).toEqual(["db", "db.lock"]);
  });

  it("keeps its rows from one opening to the next", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "db");
    await mkdir(folder);
    const first = await openEmbedded({ folder });
    await first.query("CREATE TABLE kept AS SELECT 7 AS n");
    await first.close();
    await first.close();
    const second = await openEmbedded({ folder });
    expect(await second.query("SELECT n FROM kept")).toMatchObject([{ n: 7 }]);
    await second.close();
    expect(second.location).toContain("db");
  });
});

describe("the contract on an embedded database in a folder", () => {
  databaseContract(async () => {
    const temporary = await temporaryFolder();
    const db = await openEmbedded({ folder: join(temporary.path, "db") });
    const close = async () => {
      await db.close();
      await temporary[Symbol.asyncDispose]();
    };
    return { ...db, close };
  }, 50);
});
