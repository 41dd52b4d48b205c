import { studentQuantile } from "../distributions/student-t.ts";
import { checkedDifferences, checkedShare, meanAndDeviation } from "./difference-table.ts";

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

/**
 * Smallest true mean difference that a paired t-test on these queries would find: with fewer
 * queries or more spread, smaller gains cannot be told from chance.
 *
 * (t_{1−alpha/2} + t_{power}) · deviation / √n, with n − 1 degrees of freedom: within 2 % of the
 * noncentral t distribution's answer for 10 queries, 0.5 % from 30 on.
 *
 * @param differences Differences of a comparison already made, or their spread.
 * @param options Power and level.
 * @returns A difference in the metric's own unit; infinite for fewer than 2 queries.
 * @throws {RangeError} When spread, differences or options are out of range.
 * @example
 * smallestDetectableDifference({ standardDeviation: 0.2, queryCount: 100 }); // 0.0566…
 */
export function smallestDetectableDifference(
  differences: readonly number[] | DifferenceSpread,
  options: SmallestDetectableDifferenceOptions = {},
): number {
  const power = checkedShare("power", options.power ?? 0.8);
  const alpha = checkedShare("alpha", options.alpha ?? 0.05);
  const { standardDeviation, queryCount } = spreadOf(differences);
  if (queryCount < 2) return Infinity;
  const degreesOfFreedom = queryCount - 1;
  const reach =
    studentQuantile(1 - alpha / 2, degreesOfFreedom) + studentQuantile(power, degreesOfFreedom);
  return (reach * standardDeviation) / Math.sqrt(queryCount);
}

function spreadOf(differences: readonly number[] | DifferenceSpread): DifferenceSpread {
  if ("queryCount" in differences) {
    const { standardDeviation, queryCount } = differences;
    if (!(standardDeviation >= 0) || !Number.isSafeInteger(queryCount) || queryCount < 0)
      throw new RangeError(
        `Expected a deviation of 0 or more and a count of queries, got ${standardDeviation} and ${queryCount}.`,
      );
    return differences;
  }
  const { deviation } = meanAndDeviation(checkedDifferences(differences));
  return { standardDeviation: deviation, queryCount: differences.length };
}
