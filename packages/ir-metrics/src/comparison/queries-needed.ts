import { smallestDetectableDifference } from "./smallest-detectable-difference.ts";
import type { SmallestDetectableDifferenceOptions } from "./smallest-detectable-difference.ts";

/** A difference that one wants to be able to show. */
export interface WantedDifference {
  /** The true mean difference, above 0, in the metric's own unit. */
  readonly difference: number;
  /** Standard deviation of the per-query differences, ≥ 0. */
  readonly standardDeviation: number;
}

const mostQueries = 2 ** 40;

/**
 * How many queries a comparison needs to find a true difference of that size: the counterpart of
 * {@link smallestDetectableDifference}, by the same formula.
 *
 * @param wanted The difference and how much the differences vary.
 * @param options Power and level.
 * @returns A number of queries, 2 or more; infinite above 2^40.
 * @throws {RangeError} When the difference is not above 0, or another number is out of range.
 * @example
 * queriesNeeded({ difference: 0.02, standardDeviation: 0.2 }); // 787
 */
export function queriesNeeded(
  wanted: WantedDifference,
  options: SmallestDetectableDifferenceOptions = {},
): number {
  const { difference, standardDeviation } = wanted;
  if (!(difference > 0)) throw new RangeError(`Expected a difference above 0, got ${difference}.`);
  const shows = (queryCount: number): boolean =>
    smallestDetectableDifference({ standardDeviation, queryCount }, options) <= difference;
  let enough = 2;
  while (!shows(enough)) {
    enough *= 2;
    if (enough > mostQueries) return Infinity;
  }
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (shows(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
