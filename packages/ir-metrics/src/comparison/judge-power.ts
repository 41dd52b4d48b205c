import { bootstrapInterval } from "./bootstrap-interval.ts";
import type { BootstrapIntervalOptions } from "./bootstrap-interval.ts";
import { queriesNeeded } from "./queries-needed.ts";
import { smallestDetectableDifference } from "./smallest-detectable-difference.ts";
import type { DetectDifferenceOptions } from "./smallest-detectable-difference.ts";
import { spreadOf } from "./spread-of.ts";

/** What would be worth knowing, and how sure one wants to be. */
export interface JudgePowerOptions
  extends DetectDifferenceOptions, Omit<BootstrapIntervalOptions, "method"> {
  /**
   * Smallest difference that would matter, above 0, in the metric's own unit.
   * @default 0.01
   */
  readonly worthwhile?: number;
  /**
   * Interval of the mean difference, where it is known already.
   * @default a bootstrap interval
   */
  readonly interval?: readonly [low: number, high: number];
}

/** What a comparison could and could not show. */
export interface PowerVerdict {
  /** Smallest true mean difference that these queries would show; infinite for fewer than 2. */
  readonly smallestDetectable: number;
  /**
   * Queries that would show a worthwhile difference, as many a cluster as here; infinite for fewer
   * than 2 differences or clusters.
   */
  readonly queriesNeeded: number;
  /**
   * Whether nothing can be said: the interval holds 0 and also a worthwhile difference, so there may
   * be one that these queries do not show.
   */
  readonly tooFewQueries: boolean;
}

/**
 * Says whether a comparison had enough queries: "no significant difference" means something only
 * when a worthwhile one would have been seen.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @param options What is worthwhile, power, level, clusters, and how the interval is drawn.
 * @returns The verdict. With one query or one cluster there are always too few.
 * @throws {RangeError} When differences or options are out of range.
 * @example
 * judgePower([0.1, -0.1, 0.2, -0.2], { worthwhile: 0.05 }).tooFewQueries; // true
 */
export function judgePower(
  differences: readonly number[],
  options: JudgePowerOptions = {},
): PowerVerdict {
  const { worthwhile = 0.01 } = options;
  if (!(worthwhile > 0))
    throw new RangeError(`Expected a worthwhile difference above 0, got ${worthwhile}.`);
  const { standardDeviation, queryCount } = spreadOf(differences, options.clusters);
  const smallestDetectable = smallestDetectableDifference(differences, options);
  if (queryCount < 2) return { smallestDetectable, queriesNeeded: Infinity, tooFewQueries: true };
  const [low, high] = options.interval ?? bootstrapInterval(differences, options);
  const holdsZero = low <= 0 && high >= 0;
  const needed = queriesNeeded({ difference: worthwhile, standardDeviation }, options);
  return {
    smallestDetectable,
    queriesNeeded: Math.ceil(needed * (differences.length / queryCount)),
    tooFewQueries: holdsZero && (high >= worthwhile || low <= -worthwhile),
  };
}
