import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import type { Database } from "../src/index.ts";
import {
  activateNextEmbeddings,
  countReembedding,
  openServer,
  resolveTableNames,
  restorePreviousEmbeddings,
  searchCorpus,
  staleProducts,
  writeNextEmbeddings,
} from "../src/index.ts";
import { keepActiveGeneration } from "../src/generations/active-generation.ts";
import { beginGeneration, completeVectors } from "./contract/generation-steps.ts";
import { errorOf } from "./contract/place.ts";
import { embed, model, tableOf, vectorOf } from "./contract/switch-table.ts";
import type { TestTable } from "./contract/switch-table.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

describe.skipIf("skipped" in server)(titleOf("generations on", server), () => {
  let place: TestDatabase;
  let db: Database;
  let other: Database;
  beforeAll(async () => {
    if ("skipped" in server) throw new Error(server.skipped);
    place = await server.createDatabase();
    [db, other] = [await openServer(place), await openServer(place)];
  });
  afterAll(async () => {
    await other.close();
    await db.close();
  });

  const begun = async (ids: readonly string[]): Promise<TestTable> => {
    const table = await tableOf(db, ids);
    await beginGeneration(db, table);
    return table;
  };
  const complete = (table: TestTable) => completeVectors(db, table);

  it("have one vector of a product that two workers write at the same time", async () => {
    const table = await begun(["1", "2", "3"]);
    const vectors = await embed(await staleProducts(db, { table }));
    const write = (on: Database) =>
      on.transaction((session) => writeNextEmbeddings(session, vectors, { table }));
    let second: Promise<number> | undefined;
    await other.transaction(async (session) => {
      await writeNextEmbeddings(session, vectors, { table });
      second = write(db); // waits for this transaction, then finds its rows
      second.catch(() => undefined);
      await sleep(300);
    });
    expect(await second).toBe(3);
    expect(await countReembedding(db, { table })).toEqual({ active: 3, ready: 3, stale: 0 });
  });

  it("are switched without keeping readers and writers of the products waiting", async () => {
    const table = await begun(["1", "2"]);
    await complete(table);
    const name = `"${table.schema}".ingested_records`;
    // Neither ends before the switch does: it would time out if it waited for one of them.
    await other.transaction(async (session) => {
      await session.query(`SELECT * FROM ${name}`);
      await session.query(`UPDATE ${name} SET category = 'x' WHERE id = '1'`);
      expect((await activateNextEmbeddings(db, { table, patienceMs: 2000 })).attempts).toBe(1);
      expect((await restorePreviousEmbeddings(db, { table, patienceMs: 2000 })).attempts).toBe(1);
    });
  });

  it("are not switched between a writer's look at the active one and its end", async () => {
    const table = await begun(["1"]);
    await complete(table);
    const names = resolveTableNames(table);
    await other.transaction(async (session) => {
      expect(await keepActiveGeneration(session, names)).toBeNull(); // the products' own columns
      const waiting = activateNextEmbeddings(db, { table, lockTimeoutMs: 50, patienceMs: 200 });
      expect((await errorOf(waiting)).code).toBe("TIMEOUT");
    });
    await activateNextEmbeddings(db, { table });
    await other.transaction(async (session) => {
      expect(await keepActiveGeneration(session, names)).toBe(1);
      const waiting = restorePreviousEmbeddings(db, { table, lockTimeoutMs: 50, patienceMs: 200 });
      expect((await errorOf(waiting)).code).toBe("TIMEOUT");
    });
  });

  it("are read by a user that may only select", async () => {
    const table = await tableOf(db, ["1", "2"]);
    const reader = `reader_${process.pid}`;
    await db.query(`CREATE ROLE ${reader}`);
    await db.query(`GRANT USAGE ON SCHEMA "${table.schema}" TO ${reader}`);
    await db.query(`GRANT SELECT ON "${table.schema}".ingested_records TO ${reader}`);
    await beginGeneration(db, table);
    await complete(table);
    await activateNextEmbeddings(db, { table });
    await db.withConnection(async (session) => {
      await session.query(`SET ROLE ${reader}`);
      const as = {
        ...db,
        transaction: async <T>(run: (one: typeof session) => Promise<T>) => run(session),
      };
      const search = { table, vector: vectorOf("Text of 1"), method: "approximate" } as const;
      const [best] = await searchCorpus(as, search);
      expect(best?.fingerprint).toBe(model.fingerprint);
      await session.query("RESET ROLE");
    });
    await db.query(`DROP OWNED BY ${reader}`);
    await db.query(`DROP ROLE ${reader}`);
  });
});
