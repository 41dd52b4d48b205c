import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmbedder, writeEmbeddings } from "@searchfit/onnx-embedder";
import { beforeAll, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { tinyModel } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();
const probe = (...words: string[]) => runSearchfit(["probe", ...words], { folder: folder() });
const titles = ["red shoe", "coffee pot", "desk lamp"];

beforeAll(async () => {
  const embedder = await createEmbedder({ folder: tinyModel });
  for (const name of ["whole", "other-model", "half"]) {
    const place = join(folder(), "experiments", name);
    const write = (file: string, value: unknown) => {
      writeFileSync(join(place, file), JSON.stringify(value));
    };
    mkdirSync(place, { recursive: true });
    write("manifest.json", { schemaVersion: 1, steps: [], config: settings });
    write("products.json", titles.map(toProduct));
    if (name === "half") continue;
    cpSync(tinyModel, join(place, "model"), { recursive: true });
    const fingerprint = name === "whole" ? embedder.model.fingerprint : "0".repeat(64);
    write("finetuned_results.json", { baseline: { fingerprint }, finetuned: { fingerprint } });
    const vectors = await embedder.embedDocuments(titles);
    await writeEmbeddings(join(place, "baseline_content.f32"), vectors);
    await writeEmbeddings(join(place, "finetuned_content.f32"), vectors);
  }
  await embedder.close();
});

const settings = { baseModel: tinyModel, precision: "fp32", python: null, threads: null };

function toProduct(title: string, index: number): unknown {
  return { id: String(index), title, description: null, category: null, tags: [] };
}

it("shows base and tuned model side by side", async () => {
  const { code, stdout } = await probe("red shoe", "--experiment", "whole", "--top-k", "2");
  expect(code).toBe(0);
  expect(stdout).toContain('Query: "red shoe"');
  expect(stdout).toContain("FINE-TUNED MODEL");
  expect(stdout.match(/1\. \[1\.000\] red shoe/g)).toHaveLength(2);
  expect(stdout).not.toContain("3. [");
});

it("gives several queries in one document", async () => {
  const { stdout } = await probe("coffee", "coffee", "--experiment", "whole", "--json");
  const document = JSON.parse(stdout) as { queries: { query: string; baseline: unknown[] }[] };
  expect(Object.keys(document)).toEqual(["experiment", "queries"]);
  expect(document.queries.map(({ query }) => query)).toEqual(["coffee", "coffee"]);
  expect(document.queries[0]?.baseline).toHaveLength(3);
  expect(document.queries[0]?.baseline[0]).toEqual({
    docId: expect.any(String),
    title: expect.any(String),
    score: expect.any(Number),
  });
});

it.each([
  ["none", "no experiment"],
  ["half", "baseline_content.f32"],
  ["other-model", "another model"],
])("refuses the experiment %s and says what to run", async (name, part) => {
  const { code, stdout, stderr } = await probe("coffee", "--experiment", name);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(part);
  expect(stderr).toContain("searchfit train");
});

it("wants a query, and a number of products", async () => {
  expect(await probe()).toMatchObject({ code: 2 });
  expect(await probe("coffee", "--top-k", "0")).toMatchObject({ code: 2 });
});
