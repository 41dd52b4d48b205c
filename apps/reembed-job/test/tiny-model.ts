import { join } from "node:path";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";

/** A model of 32 dimensions with random weights: small, but run by the real runtime. */
export const tinyModel = join(
  import.meta.dirname,
  "../../../packages/onnx-embedder/test/fixtures/tiny-model",
);

/** Loads it. */
export function openTinyModel(precision: "fp32" | "int8" = "fp32"): Promise<Embedder> {
  return createEmbedder({ folder: tinyModel, precision });
}
