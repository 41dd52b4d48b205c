import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEmbedder, type Embedder } from "./create-embedder.ts";
import { embedStream } from "./embed-stream.ts";
import { createEmbedderPool } from "./pool/create-embedder-pool.ts";

const folder = join(import.meta.dirname, "../test/fixtures/tiny-model");
const texts = Array.from({ length: 70 }, (_, index) => `${"jacket ".repeat(index % 9)}${index}`);
let embedder: Embedder;
beforeAll(async () => {
  embedder = await createEmbedder({ folder });
});
afterAll(() => embedder.close());

async function rowsOf(stream: AsyncIterable<{ data: Float32Array; rows: number }>) {
  const [values, rows]: [number[], number[]] = [[], []];
  for await (const part of stream) {
    values.push(...part.data);
    rows.push(part.rows);
  }
  return { values, rows };
}

it("gives every text its vector in order, from one model and from a pool", async () => {
  const { data } = await embedder.embedDocuments(texts);
  const pool = await createEmbedderPool({ folder, workers: 2 });
  for (const [from, parallel] of [[embedder, 1] as const, [pool, 4] as const]) {
    const { values, rows } = await rowsOf(embedStream(from, texts, { partSize: 16, parallel }));
    expect(rows).toEqual([16, 16, 16, 16, 6]);
    for (const [at, value] of values.entries())
      expect(Math.abs(value - (data[at] ?? 9))).toBeLessThan(1e-6);
  }
  await pool.close();
  expect(await rowsOf(embedStream(embedder, []))).toEqual({ values: [], rows: [] });
});

it("reads no further than the parts that are wanted, and closes the source when left", async () => {
  let [read, closed] = [0, false];
  async function* source() {
    try {
      for (const text of texts) {
        read += 1;
        yield await Promise.resolve(text);
      }
    } finally {
      closed = true;
    }
  }
  const stream = embedStream(embedder, source(), { partSize: 5, parallel: 2 });
  expect((await stream.next()).value?.rows).toBe(5);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read).toBe(10);
  await stream.return();
  expect(closed).toBe(true);
});

it("stops when told to, and refuses parts of no text", async () => {
  const abort = new AbortController();
  const { signal } = abort;
  const stream = embedStream(embedder, texts, { partSize: 8, signal });
  expect((await stream.next()).value?.rows).toBe(8);
  abort.abort(new Error("enough"));
  await expect(stream.next()).rejects.toThrow("enough");
  await expect(rowsOf(embedStream(embedder, texts, { partSize: 0 }))).rejects.toThrow(RangeError);
  await expect(rowsOf(embedStream(embedder, texts, { parallel: 0.5 }))).rejects.toThrow(RangeError);
});
