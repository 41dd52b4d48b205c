import { checkedResampling, meanAndDeviation, tableOf } from "./difference-table.ts";
import { signFlipPValues } from "./sign-flip-p-values.ts";
import { sumClusters } from "./sum-clusters.ts";
import type { ClusterOptions } from "./sum-clusters.ts";

/** How the randomization test is done. */
export interface PairedRandomizationTestOptions extends ClusterOptions {
  /**
   * Random sign patterns, when more than 14 queries (or clusters) differ.
   * @default 10_000
   */
  readonly resamples?: number;
  /**
   * Seed of the random numbers, an integer.
   * @default 42
   */
  readonly seed?: number;
}

/** Outcome of a randomization test. */
export interface RandomizationTestResult {
  /** Mean of the differences. */
  readonly meanDifference: number;
  /** Two-sided p-value, above 0. */
  readonly p: number;
}

/**
 * Two-sided sign-flip randomization test of paired differences (Fisher's): if the systems were
 * equal, each query's difference could as well have the other sign.
 *
 * Queries without a difference play no part. When at most 14 differ, all sign patterns are
 * counted and p is exact; otherwise p = (hits + 1) / (resamples + 1). Means are compared with a
 * slack of 1e-12, so that equal sums in another order count as equal.
 *
 * With `clusters`, all queries of a cluster change their signs together; what is said of queries
 * here is true of clusters then, and of their sums. Fewer than 6 clusters cannot give p below 0.05.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @param options Seed, number of resamples, and clusters.
 * @returns The mean difference and its p-value.
 * @throws {RangeError} When differences or options are out of range.
 * @see Smucker, Allan & Carterette (2007), doi:10.1145/1321440.1321528
 * @example
 * pairedRandomizationTest([0.1, 0.2, 0.3]).p; // 0.25: 2 of 8 sign patterns are as large
 */
export function pairedRandomizationTest(
  differences: readonly number[],
  options: PairedRandomizationTestOptions = {},
): RandomizationTestResult {
  const table = sumClusters(tableOf(differences), options.clusters);
  const [p] = signFlipPValues(table, checkedResampling(options));
  return { meanDifference: meanAndDeviation(differences).mean, p: p! };
}
