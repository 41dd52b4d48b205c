import { normalizeRows, type Embedder, type EmbeddingMatrix } from "@searchfit/onnx-embedder";

/**
 * Vectors whose products are cosines: as they are where the model normalizes, else scaled to length 1.
 *
 * @example
 * const queries = ofLengthOne(await embedder.embedQueries(["lamp"]), embedder);
 */
export function ofLengthOne(matrix: EmbeddingMatrix, { model }: Embedder): EmbeddingMatrix {
  if (model.normalize) return matrix;
  return { ...matrix, data: normalizeRows(matrix.data, matrix.dimensions) };
}
