import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cosineSimilarity } from "./cosine-similarity.ts";
import { embeddingAt } from "./embedding-matrix.ts";
import { readEmbeddings, writeEmbeddings } from "./embeddings-file.ts";
import { normalizeRows } from "./normalize-rows.ts";
import { parityOf } from "./parity-of.ts";

const folder = mkdtempSync(join(tmpdir(), "embeddings-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const matrix = { data: new Float32Array([1, 2, 3, 4, 5, 6]), rows: 3, dimensions: 2 };

it("reads back what it wrote and leaves nothing beside it", async () => {
  const path = join(folder, "a.f32");
  await writeEmbeddings(path, matrix);
  expect(await readEmbeddings(path)).toEqual(matrix);
  expect(readdirSync(folder)).toEqual(["a.f32"]);
});

it("refuses a file that was cut short or is something else", async () => {
  const path = join(folder, "b.f32");
  await writeEmbeddings(path, matrix);
  writeFileSync(path, readFileSync(path).subarray(0, -1));
  await expect(readEmbeddings(path)).rejects.toMatchObject({ code: "EMBEDDINGS_FILE_INVALID" });
  writeFileSync(path, "hello");
  await expect(readEmbeddings(path)).rejects.toMatchObject({ code: "EMBEDDINGS_FILE_INVALID" });
});

it("compares rows by cosine, 0 for a zero vector", () => {
  expect(cosineSimilarity(new Float32Array([1, 0]), new Float32Array([1, 1]))).toBeCloseTo(
    Math.SQRT1_2,
    12,
  );
  expect(cosineSimilarity(new Float32Array(2), new Float32Array([1, 1]))).toBe(0);
  expect(() => cosineSimilarity(new Float32Array(1), new Float32Array(2))).toThrow(RangeError);
  const turned = { ...matrix, data: new Float32Array([1, 2, 3, 4, -6, 5]) };
  expect(parityOf(matrix, turned).min).toBeCloseTo(0, 6);
  expect(parityOf(matrix, turned).mean).toBeCloseTo(2 / 3, 6);
  expect(() => embeddingAt(matrix, 3)).toThrow(RangeError);
});

it("scales rows to length 1 and leaves zeros alone", () => {
  expect([...normalizeRows(new Float32Array([3, 4, 0, 0]), 2)]).toEqual([
    Math.fround(0.6),
    Math.fround(0.8),
    0,
    0,
  ]);
});
