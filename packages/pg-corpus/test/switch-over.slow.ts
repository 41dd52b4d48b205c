import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import type { Database, IndexProgress, LockRetry, NextIndex } from "../src/index.ts";
import {
  activateNextEmbeddings,
  buildNextIndexes,
  describeServer,
  lockReembedding,
  nextIndexes,
  openServer,
  prepareNextEmbeddings,
  restorePreviousEmbeddings,
  staleProducts,
  writeNextEmbeddings,
} from "../src/index.ts";
import { errorOf } from "./contract/place.ts";
import { beginning, embed, fill, tableOf, type TestTable } from "./contract/switch-table.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

describe.skipIf("skipped" in server)(titleOf("a switch on", server), () => {
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

  it("passes over a product that another transaction is changing, without waiting", async () => {
    const table = await tableOf(db, ["1", "2"]);
    await prepareNextEmbeddings(db, beginning(table));
    const vectors = await embed(await staleProducts(db, { table }));
    await other.transaction(async (session) => {
      await session.query(
        `UPDATE "${table.schema}".ingested_records SET category = 'x' WHERE id = '1'`,
      );
      const written = db.transaction((inner) => writeNextEmbeddings(inner, vectors, { table }));
      expect(await written).toBe(1);
    });
    expect(await fill(db, table)).toBe(1);
  });

  it("does not bring down a transaction that has read and goes on to write", async () => {
    const table = await tableOf(db, ["1"]);
    const name = `"${table.schema}".ingested_records`;
    await prepareNextEmbeddings(db, beginning(table));
    await fill(db, table);
    let [running, written] = [true, 0];
    const writing = (async () => {
      for (; running; written += 1) {
        await other.transaction(async (session) => {
          await session.query(`SELECT id FROM ${name}`);
          await sleep(10);
          await session.query(`UPDATE ${name} SET category = 'x'`);
        });
      }
    })();
    writing.catch(() => (running = false));
    try {
      for (let turn = 0; running && (turn < 5 || written < 6); turn += 1) {
        await activateNextEmbeddings(db, { table });
        await restorePreviousEmbeddings(db, { table });
      }
    } finally {
      running = false;
    }
    await writing;
  });

  it("waits for readers in short attempts, so that no other reader waits for long", async () => {
    const table = await tableOf(db, ["1"]);
    const select = `SELECT id FROM "${table.schema}".ingested_records`;
    await prepareNextEmbeddings(db, beginning(table));
    let [failed, reads] = [0, 0];
    let switching: ReturnType<typeof activateNextEmbeddings> | undefined;
    // While a long report reads, the switch tries and gives way; each other reader gets its turn.
    await other.transaction(async (session) => {
      await session.query(select);
      const onRetry = () => (failed += 1);
      switching = activateNextEmbeddings(db, { table, onRetry });
      switching.catch(() => undefined);
      for (; failed < 3 || reads < 10; reads += 1) {
        await db.query(select);
        await sleep(25);
      }
    });
    expect((await switching)?.attempts).toBeGreaterThan(3);
  });

  it("tells who holds the table when its patience ends, and has changed nothing", async () => {
    const table = await tableOf(db, ["1"]);
    await prepareNextEmbeddings(db, beginning(table));
    await activateNextEmbeddings(db, { table });
    const holder = await openServer({ ...place, applicationName: "long report" });
    await holder.transaction(async (session) => {
      await session.query(`SELECT id FROM "${table.schema}".ingested_records`);
      const options = { table, lockTimeoutMs: 50, patienceMs: 300 };
      const error = await errorOf(restorePreviousEmbeddings(db, options));
      expect(error.code).toBe("TIMEOUT");
      expect(error.message).toContain('"long report"');
    });
    await holder.close();
    expect((await restorePreviousEmbeddings(db, { table })).attempts).toBe(1);
  });

  it("does not wait for a vacuum or an index build beyond its patience", async () => {
    const table = await tableOf(db, ["1"]);
    await prepareNextEmbeddings(db, beginning(table));
    await fill(db, table);
    await other.transaction(async (session) => {
      const lock = `LOCK TABLE "${table.schema}".ingested_records IN SHARE UPDATE EXCLUSIVE MODE`;
      await session.query(lock); // as both of them do
      const reasons: string[] = [];
      const onRetry = ({ reason }: LockRetry) => reasons.push(reason);
      const options = { table, patienceMs: 2000, onRetry };
      expect((await errorOf(activateNextEmbeddings(db, options))).code).toBe("TIMEOUT");
      expect(reasons).toHaveLength(1);
      const stopping = { table, signal: AbortSignal.timeout(100) };
      await expect(activateNextEmbeddings(db, stopping)).rejects.toThrow("abort");
    });
    await activateNextEmbeddings(db, { table });
  });

  it("keeps a second process away, until the first one is gone", async () => {
    const table = await tableOf(db, ["1"]);
    const run = async () => "mine";
    await lockReembedding(db, {
      table,
      run: async () => {
        const error = await errorOf(lockReembedding(other, { table, run }));
        expect(error.code).toBe("REEMBEDDING_LOCKED");
      },
    });
    expect(await lockReembedding(other, { table, run })).toBe("mine");
  });

  /** Runs while a transaction is open that has written to the table: a concurrent build waits for it. */
  const whileSomebodyWrites = (table: TestTable, run: () => Promise<void>) =>
    other.transaction(async (session) => {
      await session.query(`UPDATE "${table.schema}".ingested_records SET category = 'x'`);
      await run();
    });

  const buildWaits = async () => {
    const waiting = `SELECT pid FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for%'`;
    return (await db.query(`${waiting} AND datname = current_database()`)).length > 0;
  };

  it("builds an index with the memory and workers given, and tells how far it is", async () => {
    const table = await tableOf(
      db,
      Array.from({ length: 300 }, (_, index) => `${index}`),
    );
    await db.query(
      `CREATE INDEX v ON "${table.schema}".ingested_records
       USING hnsw (content_embedding vector_cosine_ops) WITH (ef_construction = 500)`,
    );
    await prepareNextEmbeddings(db, beginning(table));
    await fill(db, table);
    const seen: IndexProgress[] = [];
    const built = await lockReembedding(db, {
      table,
      run: async (session) => {
        const options = { table, session, memoryMib: 33, workers: 1 };
        await expect(buildNextIndexes(db, { ...options, memoryMib: 0 })).rejects.toThrow(
          RangeError,
        );
        const onProgress = (progress: IndexProgress) => seen.push(progress);
        let done: Promise<readonly NextIndex[]> = Promise.resolve([]);
        // Held back until something was told: a fast machine would be done before.
        await whileSomebodyWrites(table, async () => {
          done = buildNextIndexes(db, { ...options, onProgress });
          await Promise.race([done, until("something is told", () => seen.length > 0)]);
        });
        await done;
        const [memory] = await session.query("SHOW maintenance_work_mem");
        expect(memory).toMatchObject({ maintenance_work_mem: "33MB" });
        const version = (await describeServer(db)).pgvectorVersion ?? "";
        const [workers] = await session.query("SHOW max_parallel_maintenance_workers");
        expect(Object.values(workers ?? {})).toEqual([version.startsWith("0.8.0") ? "0" : "1"]);
        return done;
      },
    });
    expect(built).toHaveLength(1);
    expect(seen[0]?.phase).toMatch(/^(?:initializing|waiting for|building index)/u);
    for (const { done, total } of seen) {
      expect(done).toBeGreaterThanOrEqual(0);
      expect(total).toBeGreaterThanOrEqual(0);
    }
  });

  it("replaces an index whose build was interrupted", async () => {
    const table = await tableOf(db, ["1", "2"]);
    await db.query(
      `CREATE INDEX v ON "${table.schema}".ingested_records USING hnsw (content_embedding vector_cosine_ops)`,
    );
    await prepareNextEmbeddings(db, beginning(table));
    await fill(db, table);
    const build = (signal?: AbortSignal) =>
      lockReembedding(db, {
        table,
        run: (session) =>
          buildNextIndexes(db, { table, session, ...(signal === undefined ? {} : { signal }) }),
      });
    const controller = new AbortController();
    await whileSomebodyWrites(table, async () => {
      const building = build(controller.signal);
      building.catch(() => undefined);
      await until("the build waits", buildWaits);
      controller.abort();
      await expect(building).rejects.toThrow("abort");
    });
    const states = async () => (await nextIndexes(db, { table })).map(({ state }) => state);
    expect(await states()).toEqual(["invalid"]);
    expect(await build()).toHaveLength(1);
    expect(await states()).toEqual(["valid"]);
    await activateNextEmbeddings(db, { table });
  });
});
