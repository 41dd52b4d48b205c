import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { bootstrapMeans, quantile } from "./bootstrap-means.ts";
import { checkedResampling, checkedShare, meanAndDeviation, tableOf } from "./difference-table.ts";

/** How the interval is found. */
export interface BootstrapIntervalOptions {
  /**
   * Share of intervals that would cover the true mean, between 0 and 1.
   * @default 0.95
   */
  readonly confidence?: number;
  /**
   * Resamples drawn with replacement.
   * @default 10_000
   */
  readonly resamples?: number;
  /**
   * Seed of the random numbers, an integer.
   * @default 42
   */
  readonly seed?: number;
  /**
   * Quantiles of the resampled means as they are, or bias-corrected and accelerated (better for
   * skewed differences).
   * @default "percentile"
   */
  readonly method?: "percentile" | "bca";
}

/**
 * Bootstrap interval of the mean of paired differences.
 *
 * @param differences Candidate minus baseline, one a query; at least one, all finite.
 * @param options Confidence, method, seed and number of resamples.
 * @returns Lower and upper bound; both are the mean when all differences are equal.
 * @throws {RangeError} When differences or options are out of range.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14
 * @example
 * bootstrapInterval([0.25, 0.25, 0.25]); // [0.25, 0.25]
 */
export function bootstrapInterval(
  differences: readonly number[],
  options: BootstrapIntervalOptions = {},
): readonly [low: number, high: number] {
  const confidence = checkedShare("confidence", options.confidence ?? 0.95);
  const [means] = bootstrapMeans(tableOf(differences), checkedResampling(options));
  return intervalOf(differences, means!, { confidence, method: options.method ?? "percentile" });
}

/** The interval of differences whose resampled means are known, sorted ascending. */
export function intervalOf(
  differences: readonly number[] | Float64Array,
  sorted: Float64Array,
  options: Required<Pick<BootstrapIntervalOptions, "confidence" | "method">>,
): readonly [low: number, high: number] {
  const { confidence, method } = options;
  const shares: readonly [number, number] = [(1 - confidence) / 2, (1 + confidence) / 2];
  const [low, high] = method === "bca" ? accelerated(differences, sorted, shares) : shares;
  return [quantile(sorted, low), quantile(sorted, high)];
}

/** The shares moved by bias and acceleration; unmoved when the resamples do not vary. */
function accelerated(
  differences: readonly number[] | Float64Array,
  sorted: Float64Array,
  shares: readonly [number, number],
): readonly [number, number] {
  const { mean } = meanAndDeviation(differences);
  let below = 0;
  for (const resampled of sorted) below += resampled < mean ? 1 : resampled === mean ? 0.5 : 0;
  if (below === 0 || below === sorted.length) return shares;
  const bias = normalQuantile(below / sorted.length);
  const acceleration = accelerationOf(differences, mean);
  const [low, high] = shares.map((share) => {
    const shifted = bias + normalQuantile(share);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  });
  return [low!, high!];
}

/** Skewness of the jackknifed means over 6. */
function accelerationOf(differences: readonly number[] | Float64Array, mean: number): number {
  let cubes = 0;
  let squares = 0;
  for (const difference of differences) {
    cubes += (difference - mean) ** 3;
    squares += (difference - mean) ** 2;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
