import { chown, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import type { ActiveModel, Database } from "../src/index.ts";
import {
  countProducts,
  createCorpusTable,
  followActiveModel,
  openServer,
  prepareNextEmbeddings,
  upsertProducts,
} from "../src/index.ts";
import { codeOf, errorOf, freshTable, product } from "./contract/place.ts";
import { beginning, fill, tableOf } from "./contract/switch-table.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});
afterEach(() => vi.unstubAllEnvs());

describe.skipIf("skipped" in server)(titleOf("what goes wrong on", server), () => {
  let place: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    if ("skipped" in server) throw new Error(server.skipped);
    place = await server.createDatabase();
    db = await openServer(place);
  });
  afterAll(async () => db.close());

  /** A role with a password for as long as `run` runs. */
  async function withRole(run: (role: string) => Promise<void>): Promise<void> {
    const role = `password_${process.pid}`;
    await db.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
    try {
      await run(role);
    } finally {
      await db.query(`DROP OWNED BY ${role}`);
      await db.query(`DROP ROLE ${role}`);
    }
  }

  it("finds the password where psql does: PGPASSFILE, .pgpass, PGPASSWORD", async (context) => {
    await using folder = await temporaryFolder();
    await withRole(async (role) => {
      const url = new URL(place.connectionString);
      url.username = role;
      url.password = "";
      const connectionString = url.href;
      const open = async (options = {}) => {
        const opened = await openServer(options);
        const [row] = await opened.query(`SELECT session_user::text AS "user"`);
        await opened.close();
        return row?.user;
      };
      vi.stubEnv("HOME", folder.path);
      const missing = await open({ connectionString }).then(
        () => undefined,
        (error: unknown) => error as { readonly code: string },
      );
      if (missing === undefined) return context.skip("the server trusts everybody");
      expect(missing.code).toBe("AUTHENTICATION_FAILED");
      const line = (password: string) =>
        `*:*:other:${role}:wrong\n${url.hostname}:${url.port || "5432"}:*:${role}:${password}\n`;
      const files = { right: "given", wrong: "given-wrong" };
      for (const [password, name] of Object.entries({ ...files, home: ".pgpass" }))
        await writeFile(join(folder.path, name), line(password === "home" ? "right" : password), {
          mode: 0o600,
        });
      expect(await open({ connectionString })).toBe(role); // ~/.pgpass
      vi.stubEnv("PGPASSFILE", join(folder.path, files.wrong));
      expect(await codeOf(open({ connectionString }))).toBe("AUTHENTICATION_FAILED");
      vi.stubEnv("PGPASSFILE", join(folder.path, files.right));
      expect(await open({ connectionString })).toBe(role);
      vi.stubEnv("PGPASSFILE", "/no/such/file");
      vi.stubEnv("PGHOST", url.hostname);
      vi.stubEnv("PGPORT", url.port || "5432");
      vi.stubEnv("PGDATABASE", url.pathname.slice(1));
      vi.stubEnv("PGUSER", role);
      vi.stubEnv("PGPASSWORD", "right");
      expect(await open()).toBe(role);
      expect(await open({ connectionString: "postgresql://" })).toBe(role);
      vi.stubEnv("PGPASSWORD", "wrong");
      const wrong = await errorOf(open());
      expect(wrong.code).toBe("AUTHENTICATION_FAILED");
      expect(wrong.message).toContain(`${role}@${url.hostname}`);
    });
  });

  it("says what a user without privileges may not do, and goes on when he may", async () => {
    const table = await tableOf(db, ["1", "2", "3"]);
    await withRole(async (role) => {
      const url = new URL(place.connectionString);
      url.username = role;
      url.password = "right";
      const user = await openServer({ connectionString: url.href });
      const names = `"${table.schema}".ingested_records`;
      expect(await codeOf(prepareNextEmbeddings(user, beginning(table)))).toBe("PERMISSION_DENIED");
      await db.query(`GRANT USAGE, CREATE ON SCHEMA "${table.schema}" TO ${role}`);
      await db.query(`GRANT ALL ON ${names} TO ${role}`);
      const denied = await errorOf(prepareNextEmbeddings(user, beginning(table)));
      expect(denied.code).toBe("PERMISSION_DENIED"); // a column may be added by the owner alone
      expect(denied.hint).toContain("Ask the owner");
      const [owner] = await db.query(`SELECT current_user::text AS "name"`);
      await db.query(`ALTER TABLE ${names} OWNER TO ${role}`);
      await prepareNextEmbeddings(user, beginning(table));
      expect(await fill(user, table)).toBe(3);
      await user.close();
      await db.query(`REASSIGN OWNED BY ${role} TO "${String(owner?.name)}"`);
    });
  });

  it("tells a listener that its connection is lost, and follows the model all the same", async () => {
    const listening = await openServer({ ...place, applicationName: "listening" });
    let lost: unknown;
    const noting = {
      channel: "news",
      onNotice: () => undefined,
      onLost: (error: unknown) => (lost = error),
    };
    const stop = await listening.listen(noting);
    const schema = freshTable().schema;
    const table = { schema };
    await tableOf(db, ["1"], table);
    const seen: (string | undefined)[] = [];
    const follow = {
      table,
      everyMs: 20,
      onChange: (model?: ActiveModel) => seen.push(model?.fingerprint),
    };
    const unfollow = await followActiveModel(listening, follow);
    await db.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listening'",
    );
    await until("the loss is told", () => lost !== undefined);
    expect(lost).toMatchObject({ code: "NO_CONNECTION" });
    await stop(); // does nothing any more
    await prepareNextEmbeddings(db, beginning(table));
    await db.query(
      `INSERT INTO "${schema}".searchfit_active_model (table_name, model, fingerprint, precision, dimensions)
       VALUES ('ingested_records', 'm', 'a', 'fp32', 3)`,
    );
    await until("the change is seen", () => seen.length === 2);
    expect(seen).toEqual([undefined, "a"]);
    await unfollow();
    await listening.close();
  });

  it("keeps what was committed when the disk is full, and goes on with space", async (context) => {
    const disk = await smallDisk(db, 3);
    if (typeof disk === "string") return context.skip(disk);
    const name = `small_${process.pid}`;
    const products = Array.from({ length: 6000 }, (_, row) => {
      const noise = Array.from({ length: 60 }, (__, at) => Math.imul(row * 64 + at, 2_654_435_761));
      return product(`${row}`, { searchable_content: noise.join(" ") });
    });
    const table = freshTable();
    try {
      await db.query(`CREATE TABLESPACE ${name} LOCATION '${disk.path}/space'`);
      await createCorpusTable(db, { table, dimensions: 2 });
      await db.query(`ALTER TABLE "${table.schema}".ingested_records SET TABLESPACE ${name}`);
      const full = await errorOf(upsertProducts(db, products, { table }));
      expect(full.code).toBe("DISK_FULL");
      expect(full.hint).toContain("Free space");
      const { total } = await countProducts(db, { table });
      expect(total % 1000).toBe(0); // whole batches
      expect(total).toBeLessThan(products.length);
      await disk.resize(64);
      const rest = await upsertProducts(db, products, { table });
      expect(rest).toEqual({ inserted: products.length - total, updated: 0, unchanged: total });
    } finally {
      await db.query(`DROP SCHEMA IF EXISTS "${table.schema}" CASCADE`);
      await db.query(`DROP TABLESPACE IF EXISTS ${name}`);
      await disk.remove();
    }
  });
});

/** A disk of so many MiB that the server may write to; or why there is none. */
async function smallDisk(db: Database, mebibytes: number) {
  const [row] = await db.query<{ data: string }>(
    `SELECT current_setting('data_directory') AS "data"`,
  );
  const owner = await stat(row?.data ?? "").catch(() => undefined);
  if (owner === undefined) return "the server is on another machine";
  const path = await mkdtemp(join(tmpdir(), "searchfit-disk-"));
  const mount = (...args: readonly string[]) =>
    runProgram("mount", ["-t", "tmpfs", "-o", ...args, "tmpfs", path]);
  try {
    await mount(`size=${mebibytes}m,mode=0755`);
  } catch {
    await rm(path, { recursive: true });
    return "a disk can be mounted by root alone";
  }
  await mkdir(join(path, "space"), { mode: 0o700 });
  await chown(join(path, "space"), owner.uid, owner.gid);
  return {
    path,
    resize: (to: number) => mount(`remount,size=${to}m`),
    remove: async () => {
      await runProgram("umount", [path]);
      await rm(path, { recursive: true });
    },
  };
}
