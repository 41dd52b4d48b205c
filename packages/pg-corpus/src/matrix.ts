/** Vectors of one width, one a row. */
export interface VectorMatrix {
  /** Row-major, shape [rows, dimensions]. */
  readonly data: Float32Array;
  /** Number of vectors. */
  readonly rows: number;
  /** Width of each vector. */
  readonly dimensions: number;
}

/**
 * One row of a matrix, as a view (not a copy) of its data.
 *
 * @throws {RangeError} When there is no such row.
 * @example
 * rowOf({ data: Float32Array.of(1, 2, 3, 4), rows: 2, dimensions: 2 }, 1); // Float32Array [3, 4]
 */
export function rowOf(matrix: VectorMatrix, row: number): Float32Array {
  if (!Number.isInteger(row) || row < 0 || row >= matrix.rows) {
    throw new RangeError(`Expected a row from 0 to ${matrix.rows - 1}, got ${row}.`);
  }
  return matrix.data.subarray(row * matrix.dimensions, (row + 1) * matrix.dimensions);
}
