import { columnOf, slack } from "./difference-table.ts";
import type { DifferenceTable, ResamplingOptions } from "./difference-table.ts";
import { createRandomWords } from "./random-words.ts";

const exactLimit = 14;
const unitsAWord = 32;

/**
 * Two-sided p-value of each metric: how often random signs give a mean difference at least as
 * large. All 2^n signs when at most 14 units differ, else (hits + 1) / (resamples + 1). A cluster
 * has one sign for all its queries, and differs when their sum does.
 */
export function signFlipPValues(table: DifferenceTable, options: ResamplingOptions): number[] {
  const columns = Array.from({ length: table.metrics }, (_, metric) => columnOf(table, metric));
  const exact = columns.map((column) => {
    const changed = column.filter((difference) => Math.abs(difference) > slack);
    return changed.length <= exactLimit ? exactPValue(changed, table.queries) : undefined;
  });
  if (exact.every((p) => p !== undefined)) return exact;
  const sums = signFlipSums(table, options);
  return columns.map((column, metric) => {
    const known = exact[metric];
    if (known !== undefined) return known;
    const bound = Math.abs(sumOf(column)) - slack * table.queries;
    let hits = 0;
    for (let resample = 0; resample < options.resamples; resample++) {
      if (Math.abs(sums[resample * table.metrics + metric]!) >= bound) hits++;
    }
    return (hits + 1) / (options.resamples + 1);
  });
}

/** The share of all sign patterns whose sum is as large; visits them by flipping one at a time. */
function exactPValue(differences: Float64Array, queries: number): number {
  const bound = Math.abs(sumOf(differences)) - slack * queries;
  const patterns = 2 ** differences.length;
  const signs = new Float64Array(differences.length).fill(1);
  let hits = 0;
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (let index = 0; index < signs.length; index++) {
      sum += signs[index]! * differences[index]!;
    }
    if (Math.abs(sum) >= bound) hits++;
    const flipped = 31 - Math.clz32((pattern + 1) & -(pattern + 1));
    if (flipped < signs.length) signs[flipped] = -signs[flipped]!;
  }
  return hits / patterns;
}

/**
 * Sums of randomly signed differences, row-major [resamples, metrics]. A random word signs 32
 * units; each of its bytes looks up the sum of its 8 units in a table of 256.
 */
function signFlipSums(table: DifferenceTable, options: ResamplingOptions): Float64Array {
  const { metrics, units } = table;
  const sums = new Float64Array(options.resamples * metrics);
  const nextWord = createRandomWords(options.seed);
  for (let first = 0; first < units; first += unitsAWord) {
    const bytes = [0, 8, 16, 24].map((offset) => byteSums(table, first + offset));
    for (let row = 0; row < sums.length; row += metrics) {
      let word = nextWord();
      for (const ofByte of bytes) {
        const entry = (word & 255) * metrics;
        word >>>= 8;
        for (let metric = 0; metric < metrics; metric++) {
          sums[row + metric]! += ofByte[entry + metric]!;
        }
      }
    }
  }
  return sums;
}

/** Sums of 8 units for each pattern of signs, row-major [256, metrics]; units past the end are 0. */
function byteSums({ values, metrics, units }: DifferenceTable, first: number): Float64Array {
  const sums = new Float64Array(256 * metrics);
  const last = Math.min(first + 8, units);
  for (let pattern = 0; pattern < 256; pattern++) {
    for (let unit = first; unit < last; unit++) {
      const sign = (pattern >> (unit - first)) & 1 ? 1 : -1;
      for (let metric = 0; metric < metrics; metric++) {
        sums[pattern * metrics + metric]! += sign * values[unit * metrics + metric]!;
      }
    }
  }
  return sums;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
