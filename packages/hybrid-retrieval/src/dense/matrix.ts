import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import { rowDotProduct } from "./row-dot-product.ts";

/** Vectors, one a row. An embedder's result fits. */
export interface Matrix {
  /** Row-major, shape [rows, dimensions]. */
  readonly data: Float32Array;
  /** Number of vectors. */
  readonly rows: number;
  /** Length of a vector. */
  readonly dimensions: number;
}

/** A RangeError when the data do not fill the matrix. */
export function requireFilled(name: string, matrix: Matrix): void {
  const { data, rows, dimensions } = matrix;
  if (Number.isSafeInteger(dimensions) && dimensions >= 1 && data.length === rows * dimensions)
    return;
  throw new RangeError(
    `Expected ${name} to hold rows × dimensions numbers, got ${rows} × ${dimensions} and ${data.length} numbers.`,
  );
}

/** An error when two sets of vectors cannot be multiplied. */
export function requireSameDimensions(a: Matrix, b: Matrix): void {
  if (a.dimensions === b.dimensions) return;
  throw new HybridRetrievalError(
    "DIMENSION_MISMATCH",
    `Expected vectors of the same length, got ${a.dimensions} and ${b.dimensions} dimensions.`,
    {
      hint: "Embed both with the same model.",
      details: { dimensions: [a.dimensions, b.dimensions] },
    },
  );
}

/** The longest Euclidean length among the rows; an error when a vector is not finite. */
export function longestRow(name: string, matrix: Matrix): number {
  const dot = rowDotProduct(matrix, matrix);
  let longest = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const length = Math.sqrt(dot(row, row));
    if (!(length < 1e18)) throw invalidVector(name, row);
    if (length > longest) longest = length;
  }
  return longest;
}

function invalidVector(name: string, row: number): HybridRetrievalError {
  return new HybridRetrievalError(
    "INVALID_VECTOR",
    `Expected finite vectors, got NaN, infinite or huge components in row ${row} of ${name}.`,
    { hint: "Embed this text again.", details: { matrix: name, row } },
  );
}
