import { cosineSimilarity } from "./cosine-similarity.ts";
import { embeddingAt, type EmbeddingMatrix } from "./embedding-matrix.ts";

/** How far two embeddings of the same texts agree. */
export interface Parity {
  /** Texts compared. */
  readonly rows: number;
  /** Smallest cosine of a row with its counterpart. */
  readonly min: number;
  /** Mean cosine over the rows. */
  readonly mean: number;
}

/**
 * Row-by-row agreement of two embeddings of the same texts.
 *
 * @param a Embeddings by one implementation.
 * @param b Embeddings of the same texts, in the same order, by another.
 * @returns Smallest and mean cosine; 1 and 1 for no rows.
 * @throws {RangeError} When the shapes differ.
 * @example
 * const m = { data: new Float32Array([1, 0]), rows: 1, dimensions: 2 };
 * parityOf(m, m); // { rows: 1, min: 1, mean: 1 }
 */
export function parityOf(a: EmbeddingMatrix, b: EmbeddingMatrix): Parity {
  if (a.rows !== b.rows || a.dimensions !== b.dimensions) {
    throw new RangeError(
      `Expected two matrices of one shape, got ${a.rows}×${a.dimensions} and ${b.rows}×${b.dimensions}.`,
    );
  }
  let min = 1;
  let sum = 0;
  for (let row = 0; row < a.rows; row++) {
    const cosine = cosineSimilarity(embeddingAt(a, row), embeddingAt(b, row));
    min = Math.min(min, cosine);
    sum += cosine;
  }
  return { rows: a.rows, min, mean: a.rows === 0 ? 1 : sum / a.rows };
}
