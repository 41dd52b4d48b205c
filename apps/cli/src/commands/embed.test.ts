import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddingAt, readEmbeddings } from "@searchfit/onnx-embedder";
import { beforeAll, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { tinyModel, writeLines } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();
const embed = (...words: string[]) =>
  runSearchfit(["embed", "--model", tinyModel, ...words], { folder: folder() });

beforeAll(() => {
  writeLines(join(folder(), "texts.txt"), ["red shoe", "", "coffee pot"]);
  writeLines(join(folder(), "texts.jsonl"), [
    '{"id":"p1","searchable_content":"red shoe","title":"not this"}',
    '{"_id":7,"text":"coffee pot"}',
  ]);
});

it("writes the same vectors as text and as binary, ids beside the binary file", async () => {
  const lines = await embed("--input", "texts.txt", "--output", "vectors.jsonl", "--queries");
  expect(lines.code).toBe(0);
  const rows = readFileSync(join(folder(), "vectors.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; embedding: number[] });
  expect(rows.map(({ id }) => id)).toEqual(["1", "3"]);

  const binary = await embed("--input", "texts.jsonl", "--output", "out/vectors.f32", "--json");
  const fingerprint = expect.stringMatching(/^[0-9a-f]{64}$/);
  const about = { fingerprint, precision: "fp32", dimensions: 32, kind: "documents", rows: 2 };
  expect(JSON.parse(binary.stdout)).toEqual({
    ...about,
    model: tinyModel,
    input: "texts.jsonl",
    output: "out/vectors.f32",
  });
  const beside = readFileSync(join(folder(), "out/vectors.f32.json"), "utf8");
  expect(JSON.parse(beside)).toEqual({ ...about, ids: ["p1", "7"] });
  const matrix = await readEmbeddings(join(folder(), "out/vectors.f32"));
  for (const [row, { embedding }] of rows.entries()) {
    // The tiny model has no prompts: queries and documents are embedded alike.
    expect(Float32Array.from(embedding)).toEqual(Float32Array.from(embeddingAt(matrix, row)));
  }
});

it("says with --dry-run what it would write, and writes nothing", async () => {
  const words = ["--input", "texts.txt", "--output", "other.f32", "--dry-run", "--json"];
  const { code, stdout } = await embed(...words);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, rows: 2, overwrites: false });
  expect(existsSync(join(folder(), "other.f32"))).toBe(false);
});

it.each([
  [["--input", "texts.txt", "--output", "vectors.bin"], ".f32 or .jsonl", 2],
  [["--input", "none.txt", "--output", "a.f32"], "none.txt", 1],
  [["--input", "bad.jsonl", "--output", "a.f32"], "line 2", 1],
])("refuses %j and writes nothing", async (words, part, expected) => {
  writeLines(join(folder(), "bad.jsonl"), ['"red shoe"', '{"text":5}']);
  const { code, stderr } = await embed(...words);
  expect(code).toBe(expected);
  expect(stderr).toContain(part);
  expect(existsSync(join(folder(), "a.f32"))).toBe(false);
});
