import { normalCdf } from "../distributions/normal.ts";
import { checkedDifferences } from "./difference-table.ts";

/** How the Wilcoxon test is done. */
export interface WilcoxonTestOptions {
  /**
   * Count all outcomes or approximate by the normal distribution, without continuity correction;
   * "auto" counts up to 50 differences when no two have the same size.
   * @default "auto"
   */
  readonly method?: "auto" | "exact" | "normal";
}

/** Outcome of a Wilcoxon signed-rank test. */
export interface WilcoxonTestResult {
  /** The smaller one of the rank sums of wins and losses. */
  readonly statistic: number;
  /** Two-sided p-value; 1 when there is no difference at all. */
  readonly p: number;
  /** How p was found. */
  readonly method: "exact" | "normal";
}

/**
 * Wilcoxon's signed-rank test of paired differences. Differences of exactly 0 are left out;
 * differences of the same size share their mean rank.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @param options Which distribution to take; "exact" ignores that sizes may be shared.
 * @returns The statistic and its p-value.
 * @throws {RangeError} When there is no difference or one is not finite.
 * @example
 * wilcoxonTest([1, 2, 3]).p; // 0.25
 */
export function wilcoxonTest(
  differences: readonly number[],
  options: WilcoxonTestOptions = {},
): WilcoxonTestResult {
  const changed = checkedDifferences(differences)
    .filter((difference) => difference !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  const { rankSums, tieTerm } = rankSizes(changed);
  const statistic = Math.min(...rankSums);
  const count = changed.length;
  const canCount = count <= 50 && tieTerm === 0;
  const { method: wanted = "auto" } = options;
  const method = wanted === "auto" ? (canCount ? "exact" : "normal") : wanted;
  if (count === 0) return { statistic: 0, p: 1, method };
  if (method === "exact") return { statistic, p: exactPValue(statistic, count), method };
  const mean = (count * (count + 1)) / 4;
  const variance = (count * (count + 1) * (2 * count + 1) - tieTerm / 2) / 24;
  const p = 2 * normalCdf(-Math.abs(statistic - mean) / Math.sqrt(variance));
  return { statistic, p: Math.min(1, p), method };
}

/** Rank sums of wins and losses, and Σ (t³ − t) over groups of t equal sizes. */
function rankSizes(sorted: readonly number[]): { rankSums: [number, number]; tieTerm: number } {
  const rankSums: [number, number] = [0, 0];
  let tieTerm = 0;
  for (let first = 0; first < sorted.length;) {
    const size = Math.abs(sorted[first]!);
    let next = first + 1;
    while (next < sorted.length && Math.abs(sorted[next]!) === size) next++;
    const rank = (first + 1 + next) / 2;
    for (const difference of sorted.slice(first, next)) rankSums[difference > 0 ? 0 : 1] += rank;
    tieTerm += (next - first) ** 3 - (next - first);
    first = next;
  }
  return { rankSums, tieTerm };
}

/** Twice the share of the 2^n sign patterns whose rank sum is at most `statistic`. */
function exactPValue(statistic: number, count: number): number {
  const patterns = new Float64Array((count * (count + 1)) / 2 + 1);
  patterns[0] = 1;
  for (let rank = 1; rank <= count; rank++) {
    for (let sum = patterns.length - 1; sum >= rank; sum--) {
      patterns[sum]! += patterns[sum - rank]!;
    }
  }
  let below = 0;
  for (let sum = 0; sum <= Math.floor(statistic); sum++) below += patterns[sum]!;
  return Math.min(1, (2 * below) / 2 ** count);
}
