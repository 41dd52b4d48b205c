/** Embeddings of several texts, one row a text. */
export interface EmbeddingMatrix {
  /** Row-major values, length `rows * dimensions`. */
  readonly data: Float32Array;
  /** How many texts. */
  readonly rows: number;
  /** Values of one embedding. */
  readonly dimensions: number;
}

/**
 * One row of a matrix, as a view (not a copy).
 *
 * @param matrix Embeddings.
 * @param row Index of the row, 0 ≤ row < rows.
 * @returns `dimensions` values that share memory with the matrix.
 * @throws {RangeError} When there is no such row.
 * @example
 * embeddingAt({ data: new Float32Array([1, 2, 3, 4]), rows: 2, dimensions: 2 }, 1); // Float32Array [3, 4]
 */
export function embeddingAt(matrix: EmbeddingMatrix, row: number): Float32Array {
  if (!Number.isInteger(row) || row < 0 || row >= matrix.rows) {
    throw new RangeError(`Expected a row from 0 to ${matrix.rows - 1}, got ${row}.`);
  }
  return matrix.data.subarray(row * matrix.dimensions, (row + 1) * matrix.dimensions);
}
