import type { RowRange } from "./candidates.ts";
import type { Matrix } from "./matrix.ts";

/** Consecutive ranges of at most `size` rows. */
export function blocksOf(rows: number, size: number): RowRange[] {
  return Array.from({ length: Math.ceil(rows / size) }, (_, block) => ({
    start: block * size,
    end: Math.min((block + 1) * size, rows),
  }));
}

/** Some rows of a matrix, without copying. */
export function rowsOf({ data, dimensions }: Matrix, { start, end }: RowRange): Matrix {
  const rows = data.subarray(start * dimensions, end * dimensions);
  return { data: rows, rows: end - start, dimensions };
}
