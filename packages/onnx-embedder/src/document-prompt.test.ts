import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createEmbedder } from "./create-embedder.ts";

const tinyModel = join(import.meta.dirname, "../test/fixtures/tiny-model");

it.each([
  [{ query: "red ", document: "", passage: "shoe " }, "shoe "],
  [{ document: "lamp ", passage: "shoe " }, "lamp "],
  [{ corpus: "shoe " }, "shoe "],
  [{ query: "red " }, ""],
])("puts the document prompt of %j before documents", async (prompts, expected) => {
  const folder = mkdtempSync(join(tmpdir(), "onnx-embedder-"));
  cpSync(tinyModel, folder, { recursive: true });
  const settings = JSON.stringify({ prompts });
  writeFileSync(join(folder, "config_sentence_transformers.json"), settings);
  const [plain, prompted] = [
    await createEmbedder({ folder: tinyModel }),
    await createEmbedder({ folder }),
  ];
  try {
    const wanted = await plain.embedDocuments([`${expected}desk`]);
    expect(await prompted.embedDocuments(["desk"])).toEqual(wanted);
  } finally {
    await plain.close();
    await prompted.close();
    rmSync(folder, { recursive: true });
  }
});
