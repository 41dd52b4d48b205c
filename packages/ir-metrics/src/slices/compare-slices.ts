import { compareRuns } from "../comparison/compare-runs.ts";
import type { CompareRunsOptions, RunComparison } from "../comparison/compare-runs.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import { selectQueries } from "./select-queries.ts";
import { sliceQueries } from "./slice-queries.ts";
import type { QueryAttributes } from "./slice-queries.ts";

/** Two runs compared in one slice. */
export interface SliceComparison extends RunComparison {
  /** What the queries are divided by. */
  readonly attribute: string;
  /** The value that these have. */
  readonly value: string;
}

/**
 * Compares two evaluations in parts of their queries: where the candidate wins and where it loses.
 * With many slices some differ by chance: adjust the p-values of those that you look at.
 *
 * @param results Evaluations of baseline and candidate, over the same queries.
 * @param attributes What the queries are divided by; queries that were not evaluated are ignored.
 * @param options As for `compareRuns`.
 * @returns A comparison for each value of each attribute, its `queryCount` being the slice's.
 * @throws {IrMetricsError} As `compareRuns`, and `NO_QUERIES` when one result holds none of a
 *   slice's queries.
 * @throws {RangeError} When an option is out of range.
 * @example
 * compareSlices({ baseline, candidate }, attributes, { metrics: ["ndcg@10"] });
 */
export function compareSlices(
  results: { readonly baseline: EvaluationResult; readonly candidate: EvaluationResult },
  attributes: QueryAttributes,
  options: CompareRunsOptions = {},
): readonly SliceComparison[] {
  const { baseline, candidate } = results;
  const evaluated = new Map(
    [...attributes].filter(([id]) => baseline.perQuery.has(id) || candidate.perQuery.has(id)),
  );
  return sliceQueries(evaluated).map(({ attribute, value, queryIds }) => {
    const [before, after] = [baseline, candidate].map((of) => selectQueries(of, queryIds));
    return { attribute, value, ...compareRuns(before!, after!, options) };
  });
}
