import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEmbedder } from "./create-embedder.ts";
import { loadModelFolder } from "./load-model-folder.ts";

const tiny = join(import.meta.dirname, "../test/fixtures/tiny-model");
let folder = "";

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "onnx-embedder-")), "model");
  cpSync(tiny, folder, { recursive: true });
});
afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

it("reads pooling, normalisation and the length limit from the folder", async () => {
  const model = await loadModelFolder(folder);
  expect(model).toMatchObject({
    dimensions: 32,
    maxTokens: 24,
    pooling: "mean",
    normalize: true,
    prompts: {},
    precision: "fp32",
  });
  expect(model.fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

it("gives one fingerprint for two copies and another when pooling changes", async () => {
  const original = await loadModelFolder(tiny);
  expect((await loadModelFolder(folder)).fingerprint).toBe(original.fingerprint);
  writeFileSync(join(folder, "1_Pooling/config.json"), '{"pooling_mode_cls_token": true}');
  const changed = await loadModelFolder(folder);
  expect(changed.pooling).toBe("cls");
  expect(changed.fingerprint).not.toBe(original.fingerprint);
});

it.each([
  ["onnx/model.onnx", "MODEL_FILE_MISSING"],
  ["modules.json", "MODEL_FILE_MISSING"],
  ["config.json", "MODEL_FILE_MISSING"],
  ["1_Pooling/config.json", "MODEL_FILE_MISSING"],
  ["tokenizer.json", "MODEL_FILE_MISSING"],
])("names a missing %s", async (file, code) => {
  rmSync(join(folder, file));
  await expect(loadModelFolder(folder)).rejects.toMatchObject({ code });
  await expect(loadModelFolder(folder)).rejects.toThrow(file);
});

it.each([
  ["modules.json", "not json", "MODEL_FILE_INVALID"],
  [
    "modules.json",
    '[{"type":"x.Transformer","path":""},{"type":"x.Dense","path":"2_Dense"}]',
    "MODEL_FILE_INVALID",
  ],
  ["1_Pooling/config.json", '{"pooling_mode_weightedmean_tokens":true}', "MODEL_FILE_INVALID"],
])("refuses %s with %s", async (file, content, code) => {
  writeFileSync(join(folder, file), content);
  await expect(loadModelFolder(folder)).rejects.toMatchObject({ code });
});

it("refuses an export that is not ONNX", async () => {
  writeFileSync(join(folder, "onnx/model.onnx"), "garbage");
  await expect(createEmbedder({ folder })).rejects.toMatchObject({ code: "MODEL_FILE_INVALID" });
});

it("refuses an export whose vectors have another size than the folder says", async () => {
  writeFileSync(
    join(folder, "1_Pooling/config.json"),
    '{"embedding_dimension":64,"pooling_mode":"mean"}',
  );
  const embedder = await createEmbedder({ folder });
  await expect(embedder.embedQueries(["red shoe"])).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
  });
});

it("refuses an export with other inputs or outputs, and names those that it has", async () => {
  const onnx = join(folder, "onnx/model.onnx");
  const bytes = readFileSync(onnx).toString("latin1");
  for (const [name, other] of [
    ["token_type_ids", "pixels_of_imag"],
    ["last_hidden_state", "first_thing_there"],
  ] as const) {
    writeFileSync(onnx, Buffer.from(bytes.replaceAll(name, other), "latin1"));
    await expect(createEmbedder({ folder })).rejects.toMatchObject({
      code: "MODEL_MISMATCH",
      message: expect.stringContaining(other),
    });
  }
});

it("refuses texts with tokens that the model does not know: the tokenizer is another model's", async () => {
  const file = join(folder, "config.json");
  const config = JSON.parse(readFileSync(file, "utf8")) as { vocab_size: number };
  writeFileSync(file, JSON.stringify({ ...config, vocab_size: 6 }));
  const embedder = await createEmbedder({ folder });
  await expect(embedder.embedQueries(["red shoe"])).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
    message: expect.stringContaining("expected tokens below 6"),
  });
  await embedder.close();
});
