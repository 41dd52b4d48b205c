/**
 * How p-values of several tests are adjusted: `holm` and `bonferroni` bound the chance of any
 * false claim, `benjamini-hochberg` the expected share of false claims (`benjamini-yekutieli`
 * also for arbitrarily dependent tests).
 */
export type PValueAdjustment = "holm" | "bonferroni" | "benjamini-hochberg" | "benjamini-yekutieli";

/**
 * p-values adjusted for having made several tests: compare them with the level as if there were one.
 *
 * @param pValues p-values in [0, 1], in any order.
 * @param adjustment The method; `holm` is never worse than `bonferroni`.
 * @returns Adjusted p-values in the given order, at most 1.
 * @throws {RangeError} When a p-value lies outside [0, 1].
 * @example
 * adjustPValues([0.01, 0.04], "holm"); // [0.02, 0.04]
 */
export function adjustPValues(
  pValues: readonly number[],
  adjustment: PValueAdjustment,
): readonly number[] {
  for (const p of pValues) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected p-values in [0, 1], got ${p}.`);
  }
  const count = pValues.length;
  if (adjustment === "bonferroni") return pValues.map((p) => Math.min(1, p * count));
  const order = Array.from(pValues.keys()).sort((a, b) => at(pValues, a) - at(pValues, b));
  return adjustment === "holm"
    ? stepDown(pValues, order)
    : stepUp(pValues, order, adjustment === "benjamini-yekutieli" ? harmonic(count) : 1);
}

/** Holm: from the smallest, times the tests that are left, never below the one before. */
function stepDown(pValues: readonly number[], order: readonly number[]): number[] {
  const adjusted = new Array<number>(order.length);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, at(pValues, index) * (order.length - place)));
    adjusted[index] = least;
  }
  return adjusted;
}

/** Benjamini: from the largest, times tests over place, never above the one after. */
function stepUp(pValues: readonly number[], order: readonly number[], factor: number): number[] {
  const adjusted = new Array<number>(order.length);
  let most = 1;
  for (let place = order.length; place >= 1; place--) {
    const index = at(order, place - 1);
    most = Math.min(most, (at(pValues, index) * order.length * factor) / place);
    adjusted[index] = most;
  }
  return adjusted;
}

function harmonic(count: number): number {
  let sum = 0;
  for (let n = 1; n <= count; n++) sum += 1 / n;
  return sum;
}

function at(values: readonly number[], index: number): number {
  return values[index]!;
}
