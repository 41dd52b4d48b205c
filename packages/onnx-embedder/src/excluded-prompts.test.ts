import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEmbedder } from "./create-embedder.ts";
import { loadModelFolder } from "./load-model-folder.ts";

const test = join(import.meta.dirname, "../test");
const golden = JSON.parse(readFileSync(join(test, "golden/excluded-prompts.json"), "utf8")) as {
  texts: string[];
  prompts: Record<string, string>;
  cases: { pooling: string; query: number[][]; document: number[][]; cut: number[][] }[];
};
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "onnx-embedder-"));
  cpSync(join(test, "fixtures/tiny-model"), folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Makes the folder one that pools so, with such prompts. */
function settings(pooling: string, include_prompt: boolean, prompts: object): void {
  const config = { embedding_dimension: 32, pooling_mode: pooling, include_prompt };
  writeFileSync(join(folder, "1_Pooling/config.json"), JSON.stringify(config));
  writeFileSync(join(folder, "config_sentence_transformers.json"), JSON.stringify({ prompts }));
}

function expectClose(actual: Float32Array, expected: readonly (readonly number[])[]): void {
  expect(actual).toHaveLength(expected.flat().length);
  for (const [at, value] of expected.flat().entries())
    expect(Math.abs((actual[at] ?? 9) - value)).toBeLessThan(1e-5);
}

it.each(golden.cases)(
  "leaves a prompt's tokens out of $pooling pooling as sentence-transformers does",
  async ({ pooling, query, document, cut }) => {
    settings(pooling, false, golden.prompts);
    const embedder = await createEmbedder({ folder });
    expectClose((await embedder.embedQueries(golden.texts)).data, query);
    expectClose((await embedder.embedDocuments(golden.texts)).data, document);
    await embedder.close();
    settings(pooling, false, { query: golden.prompts.long });
    const long = await createEmbedder({ folder });
    expectClose((await long.embedQueries(golden.texts.slice(0, 1))).data, cut);
    await long.close();
  },
);

it("pools the prompt where include_prompt is true, and says the difference in the fingerprint", async () => {
  settings("mean", true, golden.prompts);
  const whole = await createEmbedder({ folder });
  const { data } = await whole.embedQueries(golden.texts.slice(0, 1));
  const without = golden.cases.find(({ pooling }) => pooling === "mean")?.query[0] ?? [];
  expect(
    Math.max(...without.map((value, at) => Math.abs(value - (data[at] ?? 9)))),
  ).toBeGreaterThan(0.01);
  settings("mean", false, golden.prompts);
  const model = await loadModelFolder(folder);
  expect(model.includePrompt).toBe(false);
  expect(model.fingerprint).not.toBe(whole.model.fingerprint);
  await whole.close();
});
