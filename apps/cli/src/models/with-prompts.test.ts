import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEmbedder } from "@searchfit/onnx-embedder";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { tinyModel } from "../../test/tiny-dataset.ts";
import { withPrompts } from "./with-prompts.ts";

const cache = temporaryFolder();

it("is the folder itself where no prompt is asked for", async () => {
  const none = { query: null, document: null };
  expect(await withPrompts(tinyModel, none, "/nowhere")).toBe(tinyModel);
});

it("is a copy that puts the prompts before texts, made once; the folder stays as it is", async () => {
  const config = join(tinyModel, "config_sentence_transformers.json");
  const before = readFileSync(config, "utf8");
  const prompts = { query: "shoe: ", document: null };
  const folder = await withPrompts(tinyModel, prompts, cache());
  expect(await withPrompts(tinyModel, prompts, cache())).toBe(folder);
  expect(await withPrompts(tinyModel, { ...prompts, query: "red " }, cache())).not.toBe(folder);
  expect(readFileSync(config, "utf8")).toBe(before);
  const [base, prompted] = [
    await createEmbedder({ folder: tinyModel }),
    await createEmbedder({ folder }),
  ];
  try {
    expect(prompted.model.fingerprint).not.toBe(base.model.fingerprint);
    const expected = await base.embedDocuments(["shoe: lamp"]);
    expect(prompted.model.prompts).toMatchObject({ query: "shoe: ", document: "" });
    expect((await prompted.embedQueries(["lamp"])).data).toEqual(expected.data);
  } finally {
    await base.close();
    await prompted.close();
  }
});
