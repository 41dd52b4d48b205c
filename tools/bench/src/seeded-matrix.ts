import type { Matrix } from "@searchfit/hybrid-retrieval";

/** Vectors of length 1 with the same values in every run. */
export function seededMatrix(rows: number, dimensions: number, seed: number): Matrix {
  let state = seed;
  const data = Float32Array.from({ length: rows * dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  for (let row = 0; row < rows; row++) {
    const vector = data.subarray(row * dimensions, (row + 1) * dimensions);
    const length = Math.hypot(...vector);
    vector.forEach((value, at) => (vector[at] = value / length));
  }
  return { data, rows, dimensions };
}
