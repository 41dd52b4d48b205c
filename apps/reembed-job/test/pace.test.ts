import { lockReembedding, openEmbedded } from "@searchfit/pg-corpus";
import { expect, it } from "vitest";
import { modelOf, runReembedding, type RunReembeddingOptions } from "../src/index.ts";
import { makeProductTable } from "./product-table.ts";
import { openTinyModel } from "./tiny-model.ts";

/** Runs a job over 50 products; resolves with its result and how long it took. */
async function runTimed(options: Omit<RunReembeddingOptions, "session">) {
  const [embedder, db] = [await openTinyModel(), await openEmbedded()];
  await makeProductTable(db, 50);
  const job = { db, table: {}, embedder, model: modelOf(embedder, "tiny") };
  const started = performance.now();
  const run = await lockReembedding(db, {
    run: (session) => runReembedding(job, { session, ...options }),
  });
  const seconds = (performance.now() - started) / 1000;
  await db.close();
  await embedder.close();
  return { run, seconds };
}

it("embeds no faster than it may, and builds indexes with the memory and workers it may use", async () => {
  const told: string[] = [];
  const { run, seconds } = await runTimed({
    ...{ mostPerSecond: 40, indexMemoryMib: 16, indexWorkers: 0 },
    onBuild: ({ next }) => told.push(next),
  });
  expect(run).toMatchObject({ written: 50, built: ["content_hnsw__next"] });
  expect(seconds).toBeGreaterThan((50 - 40) / 40); // the first batch of 40 does not wait
  expect(told).toEqual(["content_hnsw__next"]);
});

it("keeps one pace over all shards, however small they are", async () => {
  const { run, seconds } = await runTimed({ mostPerSecond: 10, shardSize: 10 });
  expect(run.written).toBe(50);
  expect(seconds).toBeGreaterThan((50 - 10) / 10);
});
