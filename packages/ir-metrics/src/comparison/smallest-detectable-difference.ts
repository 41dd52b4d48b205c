import { studentQuantile } from "../distributions/student-t.ts";
import { checkedShare } from "./difference-table.ts";
import { spreadOf } from "./spread-of.ts";
import type { ClusterOptions } from "./sum-clusters.ts";

/** How much the per-query differences vary, where the differences themselves are not at hand. */
export interface DifferenceSpread {
  /** Standard deviation of the differences, ≥ 0. */
  readonly standardDeviation: number;
  /** Queries that are compared. */
  readonly queryCount: number;
}

/** What counts as detecting. */
export interface SmallestDetectableDifferenceOptions {
  /**
   * Chance of finding a true difference of that size, between 0 and 1.
   * @default 0.8
   */
  readonly power?: number;
  /**
   * Level of the two-sided test, between 0 and 1.
   * @default 0.05
   */
  readonly alpha?: number;
}

/** What counts as detecting, and which of the differences depend on each other. */
export interface DetectDifferenceOptions
  extends SmallestDetectableDifferenceOptions, ClusterOptions {}

/**
 * Smallest true mean difference that a paired t-test on these queries would find: with fewer
 * queries or more spread, smaller gains cannot be told from chance.
 *
 * (t_{1−alpha/2} + t_{power}) · deviation / √n, with n − 1 degrees of freedom: within 2 % of the
 * noncentral t distribution's answer for 10 queries, 0.5 % from 30 on.
 *
 * With `clusters`, deviation / √n is the cluster-robust standard error of the mean,
 * √(C / (C − 1) · Σ (sum − size · mean)²) / n, and C − 1 the degrees of freedom of C clusters.
 *
 * @param differences Differences of a comparison already made, or their spread.
 * @param options Power and level; clusters only where differences are given.
 * @returns A difference in the metric's own unit; infinite for fewer than 2 queries or clusters.
 * @throws {RangeError} When spread, differences or options are out of range.
 * @example
 * smallestDetectableDifference({ standardDeviation: 0.2, queryCount: 100 }); // 0.0566…
 */
export function smallestDetectableDifference(
  differences: readonly number[] | DifferenceSpread,
  options: DetectDifferenceOptions = {},
): number {
  const power = checkedShare("power", options.power ?? 0.8);
  const alpha = checkedShare("alpha", options.alpha ?? 0.05);
  const { standardDeviation, queryCount } =
    "queryCount" in differences
      ? checkedSpread(differences)
      : spreadOf(differences, options.clusters);
  if (queryCount < 2) return Infinity;
  const degreesOfFreedom = queryCount - 1;
  const reach =
    studentQuantile(1 - alpha / 2, degreesOfFreedom) + studentQuantile(power, degreesOfFreedom);
  return (reach * standardDeviation) / Math.sqrt(queryCount);
}

function checkedSpread(spread: DifferenceSpread): DifferenceSpread {
  const { standardDeviation, queryCount } = spread;
  if (standardDeviation >= 0 && Number.isSafeInteger(queryCount) && queryCount >= 0) return spread;
  throw new RangeError(
    `Expected a deviation of 0 or more and a count of queries, got ${standardDeviation} and ${queryCount}.`,
  );
}
