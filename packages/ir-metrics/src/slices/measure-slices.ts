import { bootstrapInterval } from "../comparison/bootstrap-interval.ts";
import type { BootstrapIntervalOptions } from "../comparison/bootstrap-interval.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import { selectQueries } from "./select-queries.ts";
import { sliceQueries } from "./slice-queries.ts";
import type { QueryAttributes } from "./slice-queries.ts";

/** A mean and how far it can be trusted. */
export interface SliceMean {
  /** Mean over the slice's queries. */
  readonly mean: number;
  /** Bootstrap interval of the mean; of no width for one query. */
  readonly interval: readonly [low: number, high: number];
}

/** One slice, measured. */
export interface MeasuredSlice {
  /** What the queries are divided by. */
  readonly attribute: string;
  /** The value that these have. */
  readonly value: string;
  /** Queries in the slice that were evaluated: few say little. */
  readonly queryCount: number;
  /** Metric → mean and interval. */
  readonly metrics: Readonly<Record<string, SliceMean>>;
}

/**
 * Means of an evaluation in parts of its queries, with counts and intervals.
 *
 * @param result An evaluation.
 * @param attributes What its queries are divided by; queries that were not evaluated are ignored.
 * @param options Confidence, method, seed and number of resamples of the intervals.
 * @returns A slice for each value of each attribute that an evaluated query has.
 * @throws {RangeError} When an option is out of range.
 * @example
 * const attributes = new Map([["q1", new Map([["style", "short"]])]]);
 * measureSlices(result, attributes)[0]; // { attribute: "style", value: "short", queryCount: 1, … }
 */
export function measureSlices(
  result: EvaluationResult,
  attributes: QueryAttributes,
  options: Omit<BootstrapIntervalOptions, "clusters"> = {},
): readonly MeasuredSlice[] {
  const evaluated = new Map([...attributes].filter(([queryId]) => result.perQuery.has(queryId)));
  return sliceQueries(evaluated).map(({ attribute, value, queryIds }) => {
    const part = selectQueries(result, queryIds);
    const metrics = Object.entries(part.means).map(([metric, mean]) => {
      const values = Array.from(part.perQuery.values(), (of) => of[metric]!);
      return [metric, { mean, interval: bootstrapInterval(values, options) }] as const;
    });
    return { attribute, value, queryCount: part.queryCount, metrics: Object.fromEntries(metrics) };
  });
}
