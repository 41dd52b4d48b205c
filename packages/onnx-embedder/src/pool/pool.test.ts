import { join } from "node:path";
import { expect, it } from "vitest";
import { createEmbedder } from "../create-embedder.ts";
import { createReranker } from "../rerank/create-reranker.ts";
import { createEmbedderPool } from "./create-embedder-pool.ts";
import { createRerankerPool } from "./create-reranker-pool.ts";
import { startWorker } from "../start-worker.ts";

const fixtures = join(import.meta.dirname, "../../test/fixtures");
const folder = join(fixtures, "tiny-model");
const texts = ["waterproof jacket", "red shoe", "", "desk lamp ".repeat(40)];

it("gives the vectors, token counts and fingerprint of the model in this thread", async () => {
  const here = await createEmbedder({ folder });
  const pool = await createEmbedderPool({ folder, workers: 2 });
  const calls = await Promise.all([
    pool.embedDocuments(texts),
    pool.embedQueries(texts),
    pool.embedDocuments([]),
  ]);
  expect(calls[0]).toEqual(await here.embedDocuments(texts));
  expect(calls[1]).toEqual(await here.embedQueries(texts));
  expect(calls[2]).toEqual({ data: new Float32Array(0), rows: 0, dimensions: 32 });
  expect(pool.countTokens(texts)).toEqual(here.countTokens(texts));
  expect(pool.model).toEqual(here.model);
  await Promise.all([pool.close(), here.close()]);
});

it("runs a reranker, too", async () => {
  const place = { folder: join(fixtures, "tiny-cross-encoder") };
  const [here, pool] = [await createReranker(place), await createRerankerPool(place)];
  expect(await pool.rerank("jacket", texts)).toEqual(await here.rerank("jacket", texts));
  await Promise.all([pool.close(), here.close()]);
});

it("leaves the event loop its turns while it embeds", async () => {
  const pool = await createEmbedderPool({ folder });
  const many = Array.from({ length: 3000 }, (_, index) => `jacket ${index} `.repeat(9));
  let [turns, done] = [0, false];
  const answer = pool.embedDocuments(many).finally(() => (done = true));
  while (!done) {
    await new Promise(setImmediate);
    turns += 1;
  }
  await answer;
  expect(turns).toBeGreaterThan(200); // in this thread: one a batch, some 150
  await pool.close();
});

it("reports progress, stops when told to, and answers the next call", async () => {
  const pool = await createEmbedderPool({ folder, tokenBudget: 1 });
  const many = Array.from({ length: 300 }, (_, index) => `jacket ${index}`);
  const seen: number[] = [];
  await pool.embedDocuments(many, { onProgress: ({ done }) => seen.push(done) });
  expect(seen.at(-1)).toBe(many.length);
  const abort = new AbortController();
  const onProgress = () => {
    abort.abort(new Error("enough"));
  };
  const stopped = pool.embedDocuments(many, { signal: abort.signal, onProgress });
  await expect(stopped).rejects.toThrow("enough");
  const before = AbortSignal.abort(new Error("never mind"));
  await expect(pool.embedQueries(["a"], { signal: before })).rejects.toThrow("never mind");
  expect((await pool.embedQueries(["a"])).rows).toBe(1);
  await pool.close();
});

it("finishes what is under way when it is closed", async () => {
  const pool = await createEmbedderPool({ folder });
  const answer = pool.embedDocuments(texts);
  await pool.close();
  expect((await answer).rows).toBe(texts.length);
});

it("fails with the errors of the thread, and with WORKER_FAILED when the thread ends", async () => {
  await expect(createEmbedderPool({ folder: fixtures })).rejects.toMatchObject({
    name: "OnnxEmbedderError",
    code: "MODEL_FILE_MISSING",
  });
  await expect(createEmbedderPool({ folder, workers: 0 })).rejects.toThrow(RangeError);
  await expect(
    createEmbedderPool({ folder, tokenBudget: 0 }).then((pool) =>
      pool.embedQueries(["a"]).finally(() => pool.close()),
    ),
  ).rejects.toThrow(RangeError);
  const thread = await startWorker({ kind: "embedder", options: { folder } });
  const call = thread.call({ method: "queries", query: "", texts });
  await thread.end();
  await expect(call).rejects.toMatchObject({ code: "WORKER_FAILED" });
  expect(thread.alive()).toBe(false);
});
