/**
 * Cosine of the angle between two vectors, computed in double precision.
 *
 * @param a A vector.
 * @param b A vector of the same length.
 * @returns A number in [-1, 1] (to rounding); 0 when either vector is all zeros.
 * @throws {RangeError} When the lengths differ.
 * @example
 * cosineSimilarity(new Float32Array([1, 0]), new Float32Array([1, 1])); // 0.7071067811865475
 */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) {
    throw new RangeError(`Expected two vectors of one length, got ${a.length} and ${b.length}.`);
  }
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA === 0 || squaresB === 0 ? 0 : dot / Math.sqrt(squaresA * squaresB);
}
