import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEmbedder, type Embedder } from "./create-embedder.ts";

const tinyModel = join(import.meta.dirname, "../test/fixtures/tiny-model");
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../test/golden/prompts.json"), "utf8"),
) as {
  cases: { config: object; query: string | null; document: string | null }[];
};

let plain: Embedder;
let folder = "";
beforeAll(async () => {
  plain = await createEmbedder({ folder: tinyModel });
  folder = mkdtempSync(join(tmpdir(), "onnx-embedder-"));
  cpSync(tinyModel, folder, { recursive: true });
});
afterAll(async () => {
  await plain.close();
  rmSync(folder, { recursive: true });
});

/** An embedder of the tiny model with such a `config_sentence_transformers.json`. */
function embedderWith(config: object): Promise<Embedder> {
  writeFileSync(join(folder, "config_sentence_transformers.json"), JSON.stringify(config));
  return createEmbedder({ folder });
}

/** Cases in which sentence-transformers misses a prompt of documents that it looks for. */
const missed = /passage|corpus/;

it.each(golden.cases.filter(({ config }) => !missed.test(JSON.stringify(config))))(
  "prompts as encode_query and encode_document do with $config",
  async ({ config, query, document }) => {
    if (query === null || document === null) {
      await expect(embedderWith(config)).rejects.toMatchObject({ code: "MODEL_FILE_INVALID" });
      return;
    }
    const embedder = await embedderWith(config);
    const wanted = await plain.embedDocuments([`${query}desk`, `${document}desk`]);
    const { data: ofQuery } = await embedder.embedQueries(["desk"]);
    const { data: ofDocument } = await embedder.embedDocuments(["desk"]);
    await embedder.close();
    for (const [at, value] of [...ofQuery, ...ofDocument].entries())
      expect(Math.abs(value - (wanted.data[at] ?? 9))).toBeLessThan(1e-6);
  },
);

it.each([
  [{ query: "red ", document: "", passage: "shoe " }, "shoe "],
  [{ document: "lamp ", passage: "shoe " }, "lamp "],
  [{ corpus: "shoe " }, "shoe "],
  [{ query: "red " }, ""],
])("puts the document prompt of %j before documents", async (prompts, expected) => {
  const prompted = await embedderWith({ prompts });
  const wanted = await plain.embedDocuments([`${expected}desk`]);
  expect(await prompted.embedDocuments(["desk"])).toEqual(wanted);
  await prompted.close();
});
