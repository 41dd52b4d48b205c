/**
 * Scales every row to length 1, in place.
 *
 * @param data Row-major values, length a multiple of `dimensions`.
 * @param dimensions Values of one row, ≥ 1.
 * @returns The same array. A row of zeros stays zeros (torch clamps the norm at 1e-12, which gives the same).
 * @example
 * normalizeRows(new Float32Array([3, 4]), 2); // Float32Array [0.6, 0.8]
 */
export function normalizeRows(data: Float32Array, dimensions: number): Float32Array {
  for (let start = 0; start < data.length; start += dimensions) {
    let squares = 0;
    for (let i = start; i < start + dimensions; i++) squares += (data[i] ?? 0) ** 2;
    if (squares === 0) continue;
    const scale = 1 / Math.max(Math.sqrt(squares), 1e-12);
    for (let i = start; i < start + dimensions; i++) data[i] = (data[i] ?? 0) * scale;
  }
  return data;
}
