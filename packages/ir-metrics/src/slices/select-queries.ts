import { IrMetricsError } from "../ir-metrics-error.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import { meansOf } from "../measures/means-of.ts";
import type { QueryId } from "../ranking/qrels.ts";

/**
 * An evaluation of some of its queries, means included: for a slice, or a list of queries to leave
 * out. It can be compared and measured like any other.
 *
 * @param result An evaluation.
 * @param queryIds Queries to keep; those that it does not hold are ignored.
 * @returns The evaluation of the queries that are left, in their order.
 * @throws {IrMetricsError} `NO_QUERIES` when none is left.
 * @example
 * selectQueries(result, ["q1"]).queryCount; // 1
 */
export function selectQueries(
  result: EvaluationResult,
  queryIds: Iterable<QueryId>,
): EvaluationResult {
  const wanted = new Set(queryIds);
  const perQuery = new Map([...result.perQuery].filter(([queryId]) => wanted.has(queryId)));
  if (perQuery.size === 0)
    throw new IrMetricsError(
      "NO_QUERIES",
      `Expected queries of run "${result.runName}" to select, got ${wanted.size} of which it holds none.`,
      { hint: "Check that both use the same query ids." },
    );
  return {
    runName: result.runName,
    queryCount: perQuery.size,
    unansweredQueries: result.unansweredQueries.filter((queryId) => wanted.has(queryId)),
    means: meansOf(Object.keys(result.means), perQuery),
    perQuery,
  };
}
