import { setTimeout as sleep } from "node:timers/promises";
import type { Embedder } from "@searchfit/onnx-embedder";
import {
  activateNextEmbeddings,
  countReembedding,
  describeReembedding,
  lockReembedding,
  openServer,
  restorePreviousEmbeddings,
  upsertProducts,
  type Database,
  type StrategyName,
} from "@searchfit/pg-corpus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import { activateVectors, modelOf, runReembedding, type ReembedJob } from "../src/index.ts";
import { beginReembedding } from "../src/job/begin-reembedding.ts";
import { inPlaceContract } from "./contract/in-place-contract.ts";
import { jobContract } from "./contract/job-contract.ts";
import { agreement, makeProductTable, product } from "./product-table.ts";
import { startReaders } from "./start-readers.ts";
import { openTinyModel } from "./tiny-model.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

async function emptyDatabase(): Promise<TestDatabase> {
  if ("skipped" in server) throw new Error(server.skipped);
  return server.createDatabase();
}

describe.skipIf("skipped" in server)(titleOf("the job on", server), () => {
  jobContract(async () => openServer(await emptyDatabase()));
});

describe.skipIf("skipped" in server)(titleOf("the job by generations on", server), () => {
  jobContract(async () => openServer(await emptyDatabase()), "generations");
});

describe.skipIf("skipped" in server)(titleOf("the job in place on", server), () => {
  inPlaceContract(async () => openServer(await emptyDatabase()));
});

describe.skipIf("skipped" in server)(titleOf("a live table on", server), () => {
  liveTable("columns", "ingested_records");
});

describe.skipIf("skipped" in server)(titleOf("a live table by generations on", server), () => {
  liveTable("generations", "ingested_records__active");
});

/** What readers of a table see while a strategy switches it. */
function liveTable(strategy: StrategyName, relation: string): void {
  const products = 2000;
  const least = 0.9999;
  let embedder: Embedder;
  let place: TestDatabase;
  let db: Database;
  let job: ReembedJob;
  beforeAll(async () => {
    embedder = await openTinyModel();
    place = await emptyDatabase();
    db = await openServer(place);
    await makeProductTable(db, products);
    job = { db, table: {}, embedder, model: modelOf(embedder, "tiny"), strategy };
    // The view is there once a generation was begun; searches need it from the start.
    await beginReembedding(job, {});
  });
  afterAll(async () => {
    await db.close();
    await embedder.close();
  });

  it("shows readers one model at a time, with its fingerprint, and never fails them", async () => {
    const readers = await startReaders(place, 3, relation);
    const writing = startWriter();
    await lockReembedding(db, { run: (session) => runReembedding(job, { session }) });
    const { seen } = readers;
    await until("they have searched before", () => seen.formerSearches > 20);
    await until("products have changed before", () => changes.before.length > 5);
    await lockReembedding(db, { run: (session) => activateVectors(job, { session }) });
    await until("they have searched after", () => seen.newSearches > 20);
    await until("products have changed after", () => changes.after.length > 5);
    await writing.stop();
    const { searches, formerSearches, newSearches, problems } = await readers.stop();
    expect(problems).toEqual([]);
    expect(formerSearches + newSearches).toBe(searches);
  });

  it("has no stale, missing or doubled vector once the last changes are caught up", async () => {
    const { after } = changes;
    // Their writer embeds nothing; what was changed after the switch is caught up by another run.
    expect((await countReembedding(db)).stale).toBeLessThanOrEqual(after.length);
    await lockReembedding(db, { run: (session) => runReembedding(job, { session }) });
    expect((await countReembedding(db)).stale).toBe(0);
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(least);
  });

  it("goes back while readers search", async () => {
    const readers = await startReaders(place, 3, relation);
    const { seen } = readers;
    const times: { readonly lockedMs: number; readonly tookMs: number }[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      if (turn > 0) await activateNextEmbeddings(db);
      const { newSearches, formerSearches } = seen;
      await until("they see the new vectors", () => seen.newSearches > newSearches + 1);
      const started = performance.now();
      const { lockedMs } = await restorePreviousEmbeddings(db);
      times.push({ lockedMs, tookMs: performance.now() - started });
      await until("they see the former vectors", () => seen.formerSearches > formerSearches + 1);
    }
    expect((await readers.stop()).problems).toEqual([]);
    // The quickest of five, a hundred times what it takes: a busy machine may stop any one of them.
    expect(Math.min(...times.map(({ lockedMs }) => lockedMs))).toBeLessThan(500);
    expect(Math.min(...times.map(({ tookMs }) => tookMs))).toBeLessThan(10_000);
  });

  const changes: { readonly before: string[]; readonly after: string[] } = {
    before: [],
    after: [],
  };

  async function isSwitched(): Promise<boolean> {
    return (await describeReembedding(db)).reembedding?.state === "active";
  }

  /** Changes, inserts or deletes a product every 20 ms, as an ingestion does that embeds later. */
  function startWriter() {
    let running = true;
    const finished = (async () => {
      for (let step = 0; running; step += 1) {
        const id = `${step % 3 === 0 ? 10_000 + step : step * 7}`;
        if (step % 5 === 4) await db.query("DELETE FROM ingested_records WHERE id = $1", [id]);
        else await upsertProducts(db, [product(id, step + 2)]);
        ((await isSwitched()) ? changes.after : changes.before).push(id);
        await sleep(20);
      }
    })();
    return {
      stop: async () => {
        running = false;
        await finished;
      },
    };
  }
}
