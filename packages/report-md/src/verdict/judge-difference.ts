import type { MetricComparison } from "@searchfit/ir-metrics";

/** What a comparison shows: a gain, a loss, or neither. */
export type Verdict = "better" | "worse" | "undecided";

/**
 * What a difference shows: `better` or `worse` only when its interval leaves out 0 and the test
 * rejects at the same level; `undecided` otherwise, however large the difference looks.
 *
 * @param comparison One metric of two systems.
 * @param confidence Confidence of the interval, between 0 and 1.
 * @returns The verdict about the candidate.
 * @example
 * judgeDifference(comparison); // "undecided" for the interval [-0.01, +0.05]
 */
export function judgeDifference(
  comparison: Pick<MetricComparison, "interval" | "p">,
  confidence = 0.95,
): Verdict {
  const [low, high] = comparison.interval;
  if (!(comparison.p < 1 - confidence + 1e-12)) return "undecided";
  if (low > 0) return "better";
  return high < 0 ? "worse" : "undecided";
}
