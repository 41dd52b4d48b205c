import type { DifferenceTable, ResamplingOptions } from "./difference-table.ts";
import { createRandomWords } from "./random-words.ts";

/**
 * Means of resamples drawn with replacement, each metric's sorted ascending. One drawing of
 * queries serves all metrics. Clusters are drawn whole, as many as there are: the mean is then the
 * sum of their differences over the number of their queries.
 */
export function bootstrapMeans(table: DifferenceTable, options: ResamplingOptions): Float64Array[] {
  const { values, units, queries, metrics, sizes } = table;
  const { resamples, seed } = options;
  const means = Array.from({ length: metrics }, () => new Float64Array(resamples));
  const nextWord = createRandomWords(seed);
  const toUnit = units / 2 ** 32;
  const sums = new Float64Array(metrics);
  for (let resample = 0; resample < resamples; resample++) {
    sums.fill(0);
    let drawn = sizes === undefined ? queries : 0;
    for (let draw = 0; draw < units; draw++) {
      const unit = Math.floor(nextWord() * toUnit);
      const row = unit * metrics;
      if (sizes !== undefined) drawn += sizes[unit]!;
      for (let metric = 0; metric < metrics; metric++) {
        sums[metric]! += values[row + metric]!;
      }
    }
    for (let metric = 0; metric < metrics; metric++) {
      (means[metric] as Float64Array)[resample] = sums[metric]! / drawn;
    }
  }
  for (const ofMetric of means) ofMetric.sort();
  return means;
}

/** Quantile of sorted values with linear interpolation between neighbours (numpy's default). */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}
