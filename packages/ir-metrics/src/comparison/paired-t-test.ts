import { studentQuantile, studentTwoSided, studentUpperTail } from "../distributions/student-t.ts";
import { checkedDifferences, checkedShare, meanAndDeviation } from "./difference-table.ts";

/** How the t-test is done. */
export interface PairedTTestOptions {
  /**
   * Which differences would speak against "no difference".
   * @default "two-sided"
   */
  readonly alternative?: "two-sided" | "greater" | "less";
  /**
   * Confidence of the interval, between 0 and 1.
   * @default 0.95
   */
  readonly confidence?: number;
}

/** Outcome of a paired t-test. */
export interface PairedTTestResult {
  /** Mean of the differences. */
  readonly meanDifference: number;
  /** Standard deviation of the differences (divided by n − 1). */
  readonly standardDeviation: number;
  /** The statistic; NaN when there is no difference at all, infinite when all are the same. */
  readonly t: number;
  /** Queries minus 1. */
  readonly degreesOfFreedom: number;
  /** p-value; 1 when t is undefined. */
  readonly p: number;
  /** Two-sided interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * Student's t-test of paired differences.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @param options Alternative and confidence.
 * @returns The statistic, its p-value and an interval. With one query, or without any difference,
 *   nothing can be said: p is 1.
 * @throws {RangeError} When differences or options are out of range.
 * @example
 * pairedTTest([1, 2, 3]).t; // 3.4641…: mean 2, deviation 1, 2 / (1 / √3)
 */
export function pairedTTest(
  differences: readonly number[],
  options: PairedTTestOptions = {},
): PairedTTestResult {
  const confidence = checkedShare("confidence", options.confidence ?? 0.95);
  const { mean, deviation } = meanAndDeviation(checkedDifferences(differences));
  const degreesOfFreedom = differences.length - 1;
  const standardError = deviation / Math.sqrt(differences.length);
  const t = mean / standardError;
  const reach =
    degreesOfFreedom === 0
      ? Infinity
      : studentQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
  return {
    meanDifference: mean,
    standardDeviation: deviation,
    t,
    degreesOfFreedom,
    p: pValueOf(t, degreesOfFreedom, options.alternative ?? "two-sided"),
    interval: [mean - reach, mean + reach],
  };
}

function pValueOf(
  t: number,
  degreesOfFreedom: number,
  alternative: "two-sided" | "greater" | "less",
): number {
  if (Number.isNaN(t)) return 1;
  if (alternative === "two-sided") return studentTwoSided(t, degreesOfFreedom);
  return studentUpperTail(alternative === "greater" ? t : -t, degreesOfFreedom);
}
