import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { bootstrapMeans, quantile } from "./bootstrap-means.ts";
import { checkedResampling, checkedShare, columnOf, tableOf } from "./difference-table.ts";
import type { DifferenceTable } from "./difference-table.ts";
import { sumClusters } from "./sum-clusters.ts";
import type { ClusterOptions } from "./sum-clusters.ts";

/** How the interval is found. */
export interface BootstrapIntervalOptions extends ClusterOptions {
  /**
   * Share of intervals that would cover the true mean, between 0 and 1.
   * @default 0.95
   */
  readonly confidence?: number;
  /**
   * Resamples drawn with replacement.
   * @default 10_000
   */
  readonly resamples?: number;
  /**
   * Seed of the random numbers, an integer.
   * @default 42
   */
  readonly seed?: number;
  /**
   * Quantiles of the resampled means as they are, or bias-corrected and accelerated (better for
   * skewed differences).
   * @default "percentile"
   */
  readonly method?: "percentile" | "bca";
}

/**
 * Bootstrap interval of the mean of paired differences.
 *
 * With `clusters`, whole clusters are drawn, as many as there are, and a resample's mean is the sum
 * of its differences over the number of its queries; BCa takes its acceleration from leaving out
 * one cluster at a time. With few clusters, say below 30, intervals come out too narrow.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @param options Confidence, method, seed, number of resamples, and clusters.
 * @returns Lower and upper bound; both are the mean when all differences are equal, or all are of
 *   one cluster.
 * @throws {RangeError} When differences or options are out of range.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14
 * @see Cameron, Gelbach & Miller (2008), Bootstrap-based improvements for inference with clustered
 *   errors, doi:10.1162/rest.90.3.414 (the pairs cluster bootstrap)
 * @example
 * bootstrapInterval([0.25, 0.25, 0.25]); // [0.25, 0.25]
 */
export function bootstrapInterval(
  differences: readonly number[],
  options: BootstrapIntervalOptions = {},
): readonly [low: number, high: number] {
  const confidence = checkedShare("confidence", options.confidence ?? 0.95);
  const table = sumClusters(tableOf(differences), options.clusters);
  const [means] = bootstrapMeans(table, checkedResampling(options));
  const { method = "percentile" } = options;
  return intervalOf(table, 0, { sorted: means!, confidence, method });
}

/** Resampled means of one metric, sorted ascending, and what is made of them. */
interface ResampledMeans extends Required<Pick<BootstrapIntervalOptions, "confidence" | "method">> {
  readonly sorted: Float64Array;
}

/** The interval of one metric of a table whose resampled means are known. */
export function intervalOf(
  table: DifferenceTable,
  metric: number,
  { sorted, confidence, method }: ResampledMeans,
): readonly [low: number, high: number] {
  const shares: readonly [number, number] = [(1 - confidence) / 2, (1 + confidence) / 2];
  const [low, high] =
    method === "bca" ? accelerated(table, columnOf(table, metric), { sorted, shares }) : shares;
  return [quantile(sorted, low), quantile(sorted, high)];
}

/** The shares moved by bias and acceleration; unmoved when the resamples do not vary. */
function accelerated(
  table: DifferenceTable,
  column: Float64Array,
  given: { readonly sorted: Float64Array; readonly shares: readonly [number, number] },
): readonly [number, number] {
  const { sorted, shares } = given;
  const mean = sumOf(column) / table.queries;
  let below = 0;
  for (const resampled of sorted) below += resampled < mean ? 1 : resampled === mean ? 0.5 : 0;
  if (below === 0 || below === sorted.length) return shares;
  const bias = normalQuantile(below / sorted.length);
  const acceleration = accelerationOf(table, column, mean);
  const [low, high] = shares.map((share) => {
    const shifted = bias + normalQuantile(share);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  });
  return [low!, high!];
}

/** Skewness of the jackknifed means over 6: of single queries, it is that of the differences. */
function accelerationOf(table: DifferenceTable, column: Float64Array, mean: number): number {
  if (table.sizes === undefined) return skewnessOverSix(column, mean);
  const falls = fallsWithout(table.sizes, column, mean);
  return skewnessOverSix(falls, sumOf(falls) / falls.length);
}

/** How much the mean of all queries falls when one cluster is left out. */
function fallsWithout(sizes: Float64Array, sums: Float64Array, mean: number): Float64Array {
  const queries = sumOf(sizes);
  return sums.map((sum, unit) => {
    const [size, others] = [sizes[unit]!, queries - sizes[unit]!];
    return others === 0 ? 0 : (sum - size * mean) / others;
  });
}

function skewnessOverSix(values: Float64Array, mean: number): number {
  let cubes = 0;
  let squares = 0;
  for (const value of values) {
    cubes += (value - mean) ** 3;
    squares += (value - mean) ** 2;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
