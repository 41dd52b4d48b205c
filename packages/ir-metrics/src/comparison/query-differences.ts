import type { EvaluationResult } from "../measures/evaluate-run.ts";
import type { QueryId } from "../ranking/qrels.ts";
import { comparedDifferences } from "./compared-differences.ts";

/**
 * Per-query differences of one metric: what every test and interval of this package takes, and
 * where the winners and losers are found.
 *
 * @param baseline Evaluation of the system to beat.
 * @param candidate Evaluation of the other system, on the same queries.
 * @param metric The metric, as it is named in both results.
 * @returns Query → candidate minus baseline, in the order of the baseline's queries.
 * @throws {IrMetricsError} `DIFFERENT_QUERIES`, `MISSING_METRIC`, `NO_QUERIES`, as `compareRuns`.
 * @example
 * const differences = queryDifferences(baseline, candidate, "ndcg@10");
 * wilcoxonTest([...differences.values()]).p;
 */
export function queryDifferences(
  baseline: EvaluationResult,
  candidate: EvaluationResult,
  metric: string,
): ReadonlyMap<QueryId, number> {
  const { values } = comparedDifferences([metric], baseline, candidate);
  return new Map(
    Array.from(baseline.perQuery.keys(), (queryId, index) => [queryId, values[index]!]),
  );
}
