import { setTimeout as sleep } from "node:timers/promises";
import type { Embedder } from "@searchfit/onnx-embedder";
import {
  activateNextEmbeddings,
  countReembedding,
  describeReembedding,
  lockReembedding,
  openServer,
  planShards,
  prepareNextEmbeddings,
  restorePreviousEmbeddings,
  upsertProducts,
  workOnShards,
  type Database,
} from "@searchfit/pg-corpus";
import { PRODUCT_TEXT_VERSION, writeBeirFolder } from "@searchfit/retrieval-dataset";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { until } from "../../../tools/test-kit/src/until.ts";
import { activateVectors, modelOf, runReembedding, type ReembedJob } from "../src/index.ts";
import { jobContract } from "./contract/job-contract.ts";
import { agreement, liveVectors, makeProductTable, product } from "./product-table.ts";
import { startBin } from "./start-bin.ts";
import { startReaders } from "./start-readers.ts";
import { openTinyModel, tinyModel } from "./tiny-model.ts";

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

describe.skipIf("skipped" in server)(titleOf("a live table on", server), () => {
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
    job = { db, table: {}, embedder, model: modelOf(embedder, "tiny") };
  });
  afterAll(async () => {
    await db.close();
    await embedder.close();
  });

  it("shows readers one model at a time, with its fingerprint, and never fails them", async () => {
    const readers = await startReaders(place, 3);
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
    const readers = await startReaders(place, 3);
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
});

describe.skipIf("skipped" in server)(titleOf("reembed on", server), () => {
  // The tiny model's vectors lie so close together that it is chance how many an index finds.
  const args = ["--model", tinyModel, "--threads", "1", "--min-recall", "0"];

  it("goes on after kill -9 and after Ctrl-C, and does everything from the shell", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const place = await emptyDatabase();
    const db = await openServer(place);
    await makeProductTable(db, 1500);
    const former = await liveVectors(db);
    const options = { cwd: import.meta.dirname, env: { DATABASE_URL: place.connectionString } };
    const start = (...command: readonly string[]) => startBin(command, options);
    const batch = ["--batch-size", "4"];
    const embedder = await openTinyModel();
    const model = modelOf(embedder, "tiny");
    await prepareNextEmbeddings(db, { model, textVersion: PRODUCT_TEXT_VERSION });
    await planShards(db, { shardSize: 500 });
    await workOnShards(db, {
      run: async (queue) => {
        await queue.claim(); // and not finished: however fast the machine is, neither job can end
        const killed = start("run", "--yes", ...args, ...batch);
        await killed.printed("Re-embedded batch");
        killed.signal("SIGKILL");
        expect((await killed.ended).code).toBeNull();
        const some = await readyOf(db);
        expect(some).toBeGreaterThan(0);
        const interrupted = start("run", "--yes", ...args, ...batch);
        await interrupted.printed("Re-embedded batch");
        interrupted.signal("SIGINT");
        const { code, stderr } = await interrupted.ended;
        expect(code).toBe(130);
        expect(stderr).toContain("Run the same command again");
        expect(await readyOf(db)).toBeGreaterThanOrEqual(some);
      },
    });

    const resumed = await start("run", "--yes", ...args, "--json").ended;
    expect(resumed.code).toBe(0);
    const document = JSON.parse(resumed.stdout) as { written: number; total: number };
    expect(document.total).toBe(1500);
    expect(document.written).toBeLessThan(1500);
    expect(await liveVectors(db)).toEqual(former);

    expect((await start("verify", ...args).ended).stdout).toContain("Verified.");
    await writeBeirFolder(folder, {
      corpus: [product("3")],
      queries: [{ id: "q", text: "anything" }],
      qrels: new Map([["q", new Map([["no such product", 1]])]]),
    });
    const gate = ["--judged", folder, "--expected-ndcg", "0.9"];
    const blocked = await start("activate", "--yes", ...args, ...gate).ended;
    expect(blocked.code).toBe(3);
    expect(blocked.stderr).toContain("NDCG@10 of 0.9 ± 0.01 through SQL, got 0.0000");
    expect(await liveVectors(db)).toEqual(former);
    const activated = await start("activate", "--yes", ...args).ended;
    expect(activated.stdout, activated.stderr).toContain("Switched public.ingested_records to");
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
    await embedder.close();
    await upsertProducts(db, [product("7", 5)]);
    const again = await start("run", "--yes", "--activate", ...args).ended;
    expect(again.stdout).toContain("Re-embedded 1 product of 1500");
    const back = await start("rollback", "--yes").ended;
    expect(back.stdout).toContain("Switched public.ingested_records back to the former model");
    // Product 7 was changed after the switch: its former vector belongs to its former text.
    expect(await liveVectors(db)).toEqual(former);
    const other = await start("verify", ...args, "--precision", "int8", "--json").ended;
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout)).toMatchObject({ error: { code: "OTHER_MODEL" } });
    await db.query(
      "UPDATE ingested_records SET content_embedding__next = content_embedding WHERE id = '1'",
    );
    const wrong = await start("activate", "--yes", ...args).ended;
    expect(wrong.code).toBe(3);
    expect(await liveVectors(db)).toEqual(former);
    const cleaned = await start("cleanup", "--yes").ended;
    expect(cleaned.stdout).toContain("Dropped content_embedding__next");
    expect((await start("status").ended).stdout).toContain("re-embedding  none");
    await db.close();
  });

  async function readyOf(db: Database): Promise<number> {
    const [row] = await db.query(
      `SELECT count(*)::int AS "ready" FROM ingested_records
       WHERE content_embedding__next IS NOT NULL AND title_embedding__next IS NOT NULL
         AND content_embedding__source IS NOT NULL`,
    );
    return row?.ready as number;
  }
});
