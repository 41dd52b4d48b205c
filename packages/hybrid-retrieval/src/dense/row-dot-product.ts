import type { Matrix } from "./matrix.ts";

/**
 * Dot product of a row of one matrix with a row of another, in double precision and always summed
 * in the same order: equal vectors give equal numbers, wherever they stand.
 */
export function rowDotProduct(a: Matrix, b: Matrix): (rowOfA: number, rowOfB: number) => number {
  const { dimensions } = a;
  const wide = dimensions - (dimensions % 4);
  const [left, right] = [a.data, b.data];
  return (rowOfA, rowOfB) => {
    const i = rowOfA * dimensions;
    const j = rowOfB * dimensions;
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let k = 0; k < wide; k += 4) {
      first += left[i + k]! * right[j + k]!;
      second += left[i + k + 1]! * right[j + k + 1]!;
      third += left[i + k + 2]! * right[j + k + 2]!;
      fourth += left[i + k + 3]! * right[j + k + 3]!;
    }
    for (let k = wide; k < dimensions; k++) {
      first += left[i + k]! * right[j + k]!;
    }
    return first + second + (third + fourth);
  };
}
