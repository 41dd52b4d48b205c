/** Differences of several metrics over the same queries. */
export interface DifferenceTable {
  /** Row-major, shape [units, metrics]: each the sum of the differences of its unit's queries. */
  readonly values: Float64Array;
  /** Rows: what is drawn, flipped and tested as one, a query or a cluster of queries. */
  readonly units: number;
  /** Queries of all units together. */
  readonly queries: number;
  /** Columns. */
  readonly metrics: number;
  /** Queries of each unit; left out where every unit is one query. */
  readonly sizes?: Float64Array;
}

/** How resampling is done. */
export interface ResamplingOptions {
  /** How many resamples. */
  readonly resamples: number;
  /** Seed of the random numbers. */
  readonly seed: number;
}

/** Differences smaller than this are rounding, not differences. */
export const slack = 1e-12;

/** A table with one metric; checks the differences. */
export function tableOf(differences: readonly number[]): DifferenceTable {
  return {
    values: Float64Array.from(checkedDifferences(differences)),
    units: differences.length,
    queries: differences.length,
    metrics: 1,
  };
}

/** The differences, or a RangeError when there is none or one is not finite. */
export function checkedDifferences(differences: readonly number[]): readonly number[] {
  if (differences.length === 0) throw new RangeError("Expected at least one difference, got none.");
  for (const [index, difference] of differences.entries()) {
    if (Number.isFinite(difference)) continue;
    throw new RangeError(`Expected finite differences, got ${difference} at index ${index}.`);
  }
  return differences;
}

/** The options with their defaults: 10,000 resamples, seed 42. */
export function checkedResampling(options: Partial<ResamplingOptions>): ResamplingOptions {
  const { resamples = 10_000, seed = 42 } = options;
  if (!Number.isSafeInteger(resamples) || resamples < 1)
    throw new RangeError(`Expected resamples to be an integer of 1 or more, got ${resamples}.`);
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`Expected the seed to be an integer, got ${seed}.`);
  return { resamples, seed };
}

/** The values of one metric, one a unit. */
export function columnOf(
  { values, metrics, units }: DifferenceTable,
  metric: number,
): Float64Array {
  return Float64Array.from({ length: units }, (_, unit) => values[unit * metrics + metric]!);
}

/** A share such as a confidence or a power, or a RangeError when it is not between 0 and 1. */
export function checkedShare(name: string, share: number): number {
  if (share > 0 && share < 1) return share;
  throw new RangeError(`Expected ${name} to lie between 0 and 1, got ${share}.`);
}

/** Mean and standard deviation (divided by n − 1; NaN for one value). */
export function meanAndDeviation(values: readonly number[] | Float64Array): {
  mean: number;
  deviation: number;
} {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
