import { join } from "node:path";

/** A model of 32 dimensions with random weights: small, but run by the real runtime. */
export const tinyModel = join(
  import.meta.dirname,
  "../../../packages/onnx-embedder/test/fixtures/tiny-model",
);

/** Values of its embeddings. */
export const tinyDimensions = 32;
