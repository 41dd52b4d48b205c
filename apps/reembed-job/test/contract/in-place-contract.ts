import type { Embedder } from "@searchfit/onnx-embedder";
import {
  describeReembedding,
  dropUnusedEmbeddings,
  lockReembedding,
  readActiveModel,
  restorePreviousEmbeddings,
  upsertProducts,
  type Database,
} from "@searchfit/pg-corpus";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  activateVectors,
  modelOf,
  runReembedding,
  verifyVectors,
  type FillProgress,
  type ReembedJob,
} from "../../src/index.ts";
import { agreement, liveVectors, makeProductTable, product } from "../product-table.ts";
import { openTinyModel } from "../tiny-model.ts";

const products = 50;

/**
 * What the job promises in place on every kind of database; called inside a describe block. Each test
 * goes on with what the one before has left.
 *
 * @param open Opens an empty database.
 */
export function inPlaceContract(open: () => Promise<Database>): void {
  let embedder: Embedder;
  let db: Database;
  let job: ReembedJob;
  beforeAll(async () => {
    [embedder, db] = await Promise.all([openTinyModel(), open()]);
    await makeProductTable(db, products);
    job = { db, table: {}, embedder, model: modelOf(embedder, "tiny"), strategy: "in-place" };
  });
  afterAll(async () => {
    await db.close();
    await embedder.close();
  });

  const run = (on: ReembedJob, onProgress: (progress: FillProgress) => void = () => undefined) =>
    lockReembedding(db, {
      run: (session) => runReembedding(on, { session, batchSize: 16, onProgress }),
    });

  it("tells its dangers", async () => {
    const { check } = await describeReembedding(db, { strategy: "in-place" });
    const told = check.warnings.join(" ");
    for (const part of ["two models", "no rollback", '"content_hnsw"'])
      expect(told).toContain(part);
  });

  it("writes over the live vectors batch by batch, and goes on where it was stopped", async () => {
    const former = new Set((await liveVectors(db)).map((one) => one.join()));
    const controller = new AbortController();
    const stopped = run({ ...job, signal: controller.signal }, () => {
      controller.abort();
    });
    await expect(stopped).rejects.toThrow("abort");
    const kept = (await liveVectors(db)).filter((one) => former.has(one.join()));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(2 * products);
    const { written, built } = await run(job);
    expect(written).toBe(kept.length / 2);
    expect(built).toEqual([]);
    const checks = { recallQueries: 3, minRecall: 0 };
    expect((await verifyVectors(job, { search: checks })).problems).toEqual([]);
    const compared = await verifyVectors(job, { search: { ...checks, former: embedder } });
    expect(compared.problems.join()).toContain("written over");
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
  });

  it("takes along what changed, and records the model at the end", async () => {
    await upsertProducts(db, [product("3", 2), product("999")]);
    await db.query("DELETE FROM ingested_records WHERE id = '5'");
    expect(await readActiveModel(db)).toBeUndefined();
    const activated = await lockReembedding(db, {
      run: (session) => activateVectors(job, { session }),
    });
    expect(activated).toMatchObject({ filled: 2, caughtUp: 0 });
    expect(await readActiveModel(db)).toMatchObject(job.model);
    expect((await verifyVectors(job, { search: { recallQueries: 0 } })).problems).toEqual([]);
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
  });

  it("has no way back, and leaves nothing behind", async () => {
    const back = restorePreviousEmbeddings(db);
    await expect(back).rejects.toMatchObject({ code: "REEMBEDDING_STATE" });
    expect((await dropUnusedEmbeddings(db)).dropped).toEqual(["content_embedding__source"]);
    expect((await describeReembedding(db)).reembedding).toBeUndefined();
    expect(await agreement(db, embedder)).toBeGreaterThanOrEqual(0.9999);
  });
}
