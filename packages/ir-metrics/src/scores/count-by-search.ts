import type { ScoreRow } from "./rank-counter.ts";

/**
 * Adds to `above` how many scores lie above each rung, by searching each score's place among them.
 *
 * @returns How many scores are equal to each rung; NaN counts for every rung.
 */
export function countBySearch(
  row: ScoreRow,
  rungs: Float64Array,
  above: Float64Array,
): ArrayLike<number> {
  const places = new Float64Array(rungs.length + 1);
  const equal = new Float64Array(rungs.length);
  for (const score of row) {
    if (Number.isNaN(score)) return equal.fill(row.length);
    const below = rungsBelow(rungs, score);
    places[below]!++;
    for (let rung = below; rungs[rung] === score; rung++) equal[rung]!++;
  }
  let sum = 0;
  for (let rung = rungs.length - 1; rung >= 0; rung--) {
    sum += places[rung + 1]!;
    above[rung]! += sum;
  }
  return equal;
}

/** How many rungs lie below a score. */
function rungsBelow(rungs: Float64Array, score: number): number {
  let low = 0;
  let high = rungs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rungs[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}
