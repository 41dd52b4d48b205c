import { incompleteBeta } from "../distributions/incomplete-beta.ts";
import { checkedDifferences, slack } from "./difference-table.ts";

/** Outcome of a sign test. */
export interface SignTestResult {
  /** Queries where the candidate is better. */
  readonly wins: number;
  /** Queries without a difference (1e-12 or less). */
  readonly ties: number;
  /** Queries where the candidate is worse. */
  readonly losses: number;
  /** Two-sided p-value of the binomial test of wins against losses; 1 when all are ties. */
  readonly p: number;
}

/**
 * Counts wins, ties and losses, and tests whether wins and losses could be coin flips.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @returns The counts and the exact p-value. Ties are left out of the test.
 * @throws {RangeError} When there is no difference or one is not finite.
 * @example
 * signTest([0.1, 0.1, 0.1, 0.1, -0.1]).p; // 0.375: 12 of 32 outcomes are as uneven
 */
export function signTest(differences: readonly number[]): SignTestResult {
  let wins = 0;
  let losses = 0;
  for (const difference of checkedDifferences(differences)) {
    if (difference > slack) wins++;
    else if (difference < -slack) losses++;
  }
  const fewer = Math.min(wins, losses);
  const more = Math.max(wins, losses);
  const p = fewer === more ? 1 : Math.min(1, 2 * incompleteBeta(0.5, more, fewer + 1));
  return { wins, ties: differences.length - wins - losses, losses, p };
}
