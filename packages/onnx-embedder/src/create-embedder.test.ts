import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createEmbedder } from "./create-embedder.ts";
import { parityOf } from "./parity-of.ts";

const folder = join(import.meta.dirname, "../test/fixtures/tiny-model");
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../test/golden/tiny-model.json"), "utf8"),
) as { texts: string[]; tokens: number[]; embeddings: number[][] };
const expected = {
  data: new Float32Array(golden.embeddings.flat()),
  rows: golden.texts.length,
  dimensions: 32,
};

it("gives sentence-transformers' embeddings, cut and empty texts included", async () => {
  const embedder = await createEmbedder({ folder });
  const actual = await embedder.embedDocuments(golden.texts);
  expect(parityOf(actual, expected).min).toBeGreaterThan(0.999999);
  await embedder.close();
});

it("counts tokens as the model's tokenizer does, nothing cut", async () => {
  const embedder = await createEmbedder({ folder });
  expect(embedder.countTokens(golden.texts)).toEqual(golden.tokens);
  await embedder.close();
});

it("gives the same vectors to 1e-6 whatever the batches are", async () => {
  const one = await createEmbedder({ folder, tokenBudget: 1 });
  const many = await createEmbedder({ folder, tokenBudget: 4096, threads: 2 });
  const [a, b] = [await one.embedQueries(golden.texts), await many.embedQueries(golden.texts)];
  for (const [i, value] of a.data.entries())
    expect(Math.abs(value - (b.data[i] ?? 9))).toBeLessThan(1e-6);
  await one.close();
  await many.close();
});

it("runs int8 one text at a time, so that a text's vector does not depend on its neighbours", async () => {
  const embedder = await createEmbedder({ folder, precision: "int8" });
  const together = await embedder.embedDocuments(golden.texts);
  const alone = await embedder.embedDocuments(golden.texts.slice(1, 2));
  expect(together.data.subarray(32, 64)).toEqual(alone.data);
  expect(embedder.model.fingerprint).not.toBe((await createEmbedder({ folder })).model.fingerprint);
  await embedder.close();
});

it("reports progress up to the whole list and stops when told to", async () => {
  const embedder = await createEmbedder({ folder });
  const seen: number[] = [];
  await embedder.embedDocuments(golden.texts, { onProgress: ({ done }) => seen.push(done) });
  expect(seen.at(-1)).toBe(golden.texts.length);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(embedder.embedDocuments(golden.texts, { signal })).rejects.toThrow("enough");
  await embedder.close();
});

it("returns an empty matrix for no texts", async () => {
  const embedder = await createEmbedder({ folder });
  expect(await embedder.embedDocuments([])).toEqual({
    data: new Float32Array(0),
    rows: 0,
    dimensions: 32,
  });
  await embedder.close();
});
