import { countByPairs } from "./count-by-pairs.ts";
import { openCountingProgram, roomForScores } from "./counting-program.ts";
import type { CountingProgram } from "./counting-program.ts";

/** Opened at the first use; null where the engine has no WebAssembly. */
let opened: CountingProgram | null | undefined;

/**
 * Adds to `above` how many scores lie above each rung, four scores and two rungs at a time.
 * The rungs must be numbers of single precision.
 *
 * @returns How many scores are neither above nor below each rung: equal to it, or NaN.
 */
export function countByLanes(
  row: Float32Array,
  rungs: Float64Array,
  above: Float64Array,
): ArrayLike<number> {
  opened ??= openCountingProgram() ?? null;
  if (opened === null) return countByPairs(row, rungs, above);
  const equal = new Float64Array(rungs.length);
  for (let start = 0; start < row.length; start += roomForScores) {
    countPart(opened, row.subarray(start, start + roomForScores), { rungs, above, equal });
  }
  return equal;
}

interface Ladder {
  readonly rungs: Float64Array;
  readonly above: Float64Array;
  readonly equal: Float64Array;
}

function countPart(
  program: CountingProgram,
  part: Float32Array,
  { rungs, above, equal }: Ladder,
): void {
  const length = 4 * Math.ceil(part.length / 4);
  program.scores.set(part);
  program.scores.fill(NaN, part.length, length); // neither above nor below anything
  for (let rung = 0; rung < rungs.length; rung += 2) {
    program.count(length, rungs[rung]!, rungs[rung + 1] ?? Infinity);
    for (let offset = 0; offset < 2 && rung + offset < rungs.length; offset++) {
      const higher = sumOfFour(program.counts, 8 * offset);
      above[rung + offset]! += higher;
      equal[rung + offset]! += part.length - higher - sumOfFour(program.counts, 8 * offset + 4);
    }
  }
}

function sumOfFour(counts: Int32Array, start: number): number {
  return counts[start]! + counts[start + 1]! + counts[start + 2]! + counts[start + 3]!;
}
