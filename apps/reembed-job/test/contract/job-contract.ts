import type { Embedder } from "@searchfit/onnx-embedder";
import {
  describeReembedding,
  dropUnusedEmbeddings,
  lockReembedding,
  prepareNextEmbeddings,
  readActiveModel,
  restorePreviousEmbeddings,
  searchCorpus,
  upsertProducts,
  type Database,
} from "@searchfit/pg-corpus";
import { PRODUCT_TEXT_VERSION } from "@searchfit/retrieval-dataset";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  activateVectors,
  fillNextVectors,
  fillShards,
  modelOf,
  planReembedding,
  runReembedding,
  verifyVectors,
  type FillProgress,
  type ReembedJob,
  type SearchChecks,
} from "../../src/index.ts";
import { agreement, liveVectors, makeProductTable, product } from "../product-table.ts";
import { openTinyModel } from "../tiny-model.ts";

const products = 50;
const least = 0.9999;

/** Fewer queries for the index than by default. */
const quick = { search: { recallQueries: 3 } };

/** What differs between strategies that keep the former vectors: where the new ones are. */
const places = {
  columns: {
    additions: ["content_embedding__next", "title_embedding__next", "content_embedding__source"],
    planned: ["content_hnsw"],
    built: ["content_hnsw__next"],
    content: { table: "ingested_records", column: "content_embedding__next" },
    title: { table: "ingested_records", column: "title_embedding__next" },
  },
  generations: {
    additions: [
      "ingested_records__content_1",
      "ingested_records__title_1",
      "ingested_records__active",
    ],
    planned: ["content_embedding", "title_embedding"],
    built: ["ingested_records__content_1_index", "ingested_records__title_1_index"],
    content: { table: "ingested_records__content_1", column: "content_embedding" },
    title: { table: "ingested_records__title_1", column: "title_embedding" },
  },
} as const;

/**
 * What the job promises on every kind of database, by either strategy; called inside a describe block.
 *
 * @param open Opens an empty database.
 */
export function jobContract(
  open: () => Promise<Database>,
  strategy: keyof typeof places = "columns",
): void {
  const place = places[strategy];
  let embedder: Embedder;
  let db: Database;
  let job: ReembedJob;
  beforeAll(async () => {
    [embedder, db] = await Promise.all([openTinyModel(), open()]);
  });
  afterAll(async () => {
    await db.close();
    await embedder.close();
  });
  beforeEach(async () => {
    await db.query("DROP VIEW IF EXISTS ingested_records__active");
    for (const table of [
      "ingested_records__content_1",
      "ingested_records__title_1",
      "ingested_records",
      "searchfit_reembedding",
      "searchfit_reembedding_shard",
      "searchfit_active_model",
    ])
      await db.query(`DROP TABLE IF EXISTS ${table}`);
    await makeProductTable(db, products);
    job = { db, table: {}, embedder, model: modelOf(embedder, "tiny"), strategy };
  });

  const run = (options: { onProgress?: (progress: FillProgress) => void } = {}, on = job) =>
    lockReembedding(db, {
      run: (session) => runReembedding(on, { session, batchSize: 16, ...options }),
    });
  const activate = () =>
    lockReembedding(db, { run: (session) => activateVectors(job, { session }) });

  it("plans without changing anything", async () => {
    const planned = await planReembedding(job);
    expect(planned).toMatchObject({
      products,
      active: null,
      reembedding: null,
      strategy,
      additions: place.additions,
      indexes: place.planned,
      obstacles: [],
    });
    expect(planned.estimate.seconds).toBeGreaterThan(0);
    expect(planned.estimate.bytes).toBe(products * 2 * (32 * 4 + 8));
    expect((await describeReembedding(db)).reembedding).toBeUndefined();
  });

  it("re-embeds beside the live vectors, verifies, switches, and switches back", async () => {
    const before = await liveVectors(db);
    const seen: number[] = [];
    const result = await run({ onProgress: ({ done }) => seen.push(done) });
    expect(result).toMatchObject({ written: products, built: place.built });
    expect(seen).toEqual([16, 32, 48, 50]);
    expect(await liveVectors(db)).toEqual(before);
    const verification = await verifyVectors(job, quick);
    expect(verification).toMatchObject({ passed: true, problems: [], sampleSize: 50 });
    expect(verification.minCosine).toBeGreaterThanOrEqual(least);
    expect(await activate()).toMatchObject({ filled: 0, caughtUp: 0, attempts: 1 });
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(least);
    expect(await readActiveModel(db)).toMatchObject(job.model);
    expect((await verifyVectors(job, quick)).passed).toBe(true);
    await restorePreviousEmbeddings(db);
    expect(await liveVectors(db)).toEqual(before);
    expect(await readActiveModel(db)).toBeUndefined();
    await activate();
    await dropUnusedEmbeddings(db);
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(least);
  });

  it("takes along what was changed, inserted and deleted before the switch", async () => {
    await run();
    const changed = [product("3", 2), product("7", 2), product("999")];
    await upsertProducts(db, changed);
    await db.query("DELETE FROM ingested_records WHERE id = '5'");
    const verification = await verifyVectors(job, quick);
    expect(verification.passed).toBe(false);
    expect(verification.counts).toEqual({ active: 50, ready: 47, stale: 3 });
    expect(await activate()).toMatchObject({ filled: 3 });
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(least);
    await upsertProducts(db, [product("8", 3), product("1000")]);
    expect(await run()).toMatchObject({ written: 2, built: [] });
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(least);
  });

  it("shares the work with other workers, and waits for their shards", async () => {
    const begun = { model: job.model, textVersion: PRODUCT_TEXT_VERSION, strategy };
    await prepareNextEmbeddings(db, begun);
    const options = { batchSize: 4, shardSize: 8 };
    const results = await Promise.all([fillShards(job, options), fillShards(job, options)]);
    expect(results.map(({ written }) => written).reduce((a, b) => a + b)).toBe(products);
    expect(await run()).toMatchObject({ written: 0, built: place.built });
    expect((await verifyVectors(job, quick)).problems).toEqual([]);
    const other = { ...job, model: { ...job.model, fingerprint: "0".repeat(64) } };
    await db.query("UPDATE ingested_records SET title = 'changed' WHERE id = '1'");
    await expect(fillNextVectors(other)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  });

  it("goes on where it was stopped", async () => {
    const controller = new AbortController();
    const stopped = run(
      {
        onProgress: () => {
          controller.abort();
        },
      },
      { ...job, signal: controller.signal },
    );
    await expect(stopped).rejects.toThrow("abort");
    const { written } = await run();
    expect(written).toBeLessThan(products);
    expect(written).toBeGreaterThan(0);
    expect((await verifyVectors(job, quick)).problems).toEqual([]);
  });

  it("measures the index and NDCG@10 through SQL, and refuses a loss", async () => {
    await run();
    const queries = ["3", "17", "31"].map((id) => ({ id, text: product(id).title }));
    const best = async (text: string) => {
      const { data } = await embedder.embedQueries([text]);
      const [first] = await searchCorpus(db, { vector: data, topK: 1 });
      return new Map([[first?.docId ?? "", 1]]);
    };
    // What the former vectors find first counts as right: they have an NDCG of 1.
    const grades = await Promise.all(queries.map(({ text }) => best(text)));
    const qrels = new Map(queries.map(({ id }, row) => [id, grades[row] ?? new Map()]));
    const check = (search: SearchChecks) =>
      verifyVectors(job, { search: { judged: { queries, qrels }, ...search } });
    const { search, passed } = await check({});
    expect(passed).toBe(true);
    expect(search.recall).toMatchObject({ index: place.built[0], queries: 3, mean: 1 });
    expect(search.ndcg).toBeLessThan(0.9);
    const lost = await check({ former: embedder });
    expect(lost.search.formerNdcg).toBeCloseTo(1, 10);
    expect(lost.problems.join()).toContain("lose at most 0 of NDCG@10, got 1.0000 before");
    expect((await check({ former: embedder, maxNdcgLoss: 1 })).passed).toBe(true);
    const ndcg = search.ndcg ?? 0;
    expect((await check({ expectedNdcg: ndcg + 0.005 })).passed).toBe(true);
    expect((await check({ expectedNdcg: ndcg + 0.02 })).problems.join()).toContain("through SQL");
    const impossible = await check({ minRecall: 1.1 });
    expect(impossible.problems.join()).toContain(place.built[0]);
  });

  it("finds a vector that belongs to another text, and one of another length", async () => {
    await run();
    await db.query(
      `UPDATE ${place.content.table} SET ${place.content.column} =
         (SELECT ${place.content.column} FROM ${place.content.table} WHERE id = '2') WHERE id = '1'`,
    );
    const swapped = await verifyVectors(job, quick);
    expect(swapped.passed).toBe(false);
    expect(swapped.problems.join()).toContain("cosine");
    await db.query(
      `UPDATE ${place.title.table} SET ${place.title.column} =
         (SELECT title_embedding FROM ingested_records WHERE id = '1') WHERE id = '1'`,
    );
    const long = await verifyVectors(job, quick);
    expect(long.problems.join()).toContain("title vectors of length 1");
  });

  it("leaves products that are not active, and titles where there is no column", async () => {
    await db.query("UPDATE ingested_records SET status = 'deleted' WHERE id = '0'");
    job = { ...job, table: { columns: { titleEmbedding: null } } };
    await lockReembedding(db, { run: (session) => runReembedding(job, { session }) });
    await lockReembedding(db, { run: (session) => activateVectors(job, { session }) });
    const [row] = await db.query(
      strategy === "columns"
        ? `SELECT count(content_embedding)::int AS "content", count(title_embedding)::int AS "title"
           FROM ingested_records`
        : `SELECT count(content_embedding)::int AS "content",
             (SELECT count(title_embedding)::int FROM ingested_records) AS "title"
           FROM ingested_records__active`,
    );
    expect({ ...row }).toEqual({ content: 49, title: 50 });
  });
}
