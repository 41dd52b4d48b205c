import { requireFilled, requireSameDimensions } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

/**
 * Fuses the vectors of two fields of the same documents, such as title and content: their
 * weighted mean, normalised again. Searching it costs no more than searching one field.
 *
 * @param a Vectors of one field, each of length 1.
 * @param b Vectors of the other field for the same rows, of the same model.
 * @param weightOfA Share of `a` in [0, 1]; `b` has the rest.
 * @returns A new matrix whose rows have length 1; a row stays 0 where the mean is 0.
 * @throws {HybridRetrievalError} `DIMENSION_MISMATCH` when the vectors differ in length.
 * @throws {RangeError} When the rows differ in number or the weight is not in [0, 1].
 * @example
 * fuseFields(titleVectors, contentVectors, 0.5);
 */
export function fuseFields(a: Matrix, b: Matrix, weightOfA: number): Matrix {
  requireFilled("the first field", a);
  requireFilled("the second field", b);
  requireSameDimensions(a, b);
  if (a.rows !== b.rows)
    throw new RangeError(`Expected as many rows in both fields, got ${a.rows} and ${b.rows}.`);
  if (!(weightOfA >= 0 && weightOfA <= 1))
    throw new RangeError(`Expected the weight to be in [0, 1], got ${weightOfA}.`);
  const data = a.data.map((value, i) => weightOfA * value + (1 - weightOfA) * b.data[i]!);
  for (let start = 0; start < data.length; start += a.dimensions) {
    normalize(data.subarray(start, start + a.dimensions));
  }
  return { data, rows: a.rows, dimensions: a.dimensions };
}

/** Scales a vector to length 1 in place; leaves a zero vector. */
function normalize(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (const [index, value] of vector.entries()) vector[index] = value / length;
}
