import { checkedDifferences, meanAndDeviation } from "./difference-table.ts";

/**
 * Effect size of paired differences, Cohen's d_z: their mean over their standard deviation.
 * Around 0.2 is small, 0.5 medium, 0.8 large.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @returns The effect size; 0 when there is no difference, infinite when all are the same, NaN
 *   for a single query.
 * @throws {RangeError} When there is no difference or one is not finite.
 * @example
 * cohensDz([1, 2, 3]); // 2
 */
export function cohensDz(differences: readonly number[]): number {
  const { mean, deviation } = meanAndDeviation(checkedDifferences(differences));
  return mean === 0 && deviation === 0 ? 0 : mean / deviation;
}
