import { IrMetricsError } from "../ir-metrics-error.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import type { DifferenceTable } from "./difference-table.ts";

/** Candidate minus baseline of each query and metric, after checking that both have them. */
export function comparedDifferences(
  names: readonly string[],
  baseline: EvaluationResult,
  candidate: EvaluationResult,
): DifferenceTable {
  requireMetrics(names, [baseline, candidate]);
  requireSameQueries(baseline, candidate);
  const values = new Float64Array(baseline.perQuery.size * names.length);
  let index = 0;
  for (const [queryId, before] of baseline.perQuery) {
    const after = candidate.perQuery.get(queryId)!;
    for (const name of names) {
      const difference = (after[name] ?? NaN) - (before[name] ?? NaN);
      if (!Number.isFinite(difference))
        throw new RangeError(
          `Expected finite values of ${name} for query "${queryId}", got ${before[name]} and ${after[name]}.`,
        );
      values[index++] = difference;
    }
  }
  const queries = baseline.perQuery.size;
  return { values, units: queries, queries, metrics: names.length };
}

function requireMetrics(names: readonly string[], results: readonly EvaluationResult[]): void {
  if (names.length === 0)
    throw new IrMetricsError(
      "MISSING_METRIC",
      "Expected a metric that both results have, got none.",
    );
  for (const { runName, means } of results) {
    const missing = names.find((name) => !Object.hasOwn(means, name));
    if (missing === undefined) continue;
    throw new IrMetricsError(
      "MISSING_METRIC",
      `Expected the result of run "${runName}" to have ${missing}, got ${Object.keys(means).join(", ") || "no metric"}.`,
      { hint: "Evaluate both runs with this metric.", details: { metric: missing, runName } },
    );
  }
}

function requireSameQueries(baseline: EvaluationResult, candidate: EvaluationResult): void {
  const different = [
    ...[...baseline.perQuery.keys()].filter((queryId) => !candidate.perQuery.has(queryId)),
    ...[...candidate.perQuery.keys()].filter((queryId) => !baseline.perQuery.has(queryId)),
  ];
  if (different.length > 0)
    throw new IrMetricsError(
      "DIFFERENT_QUERIES",
      `Expected both results over the same queries, got ${different.length} that only one has, such as ${different.slice(0, 5).join(", ")}.`,
      {
        hint: "Evaluate both runs with the same judgments and averageOver.",
        details: { queries: different.slice(0, 20) },
      },
    );
  if (baseline.perQuery.size === 0)
    throw new IrMetricsError("NO_QUERIES", "Expected queries to compare, got results without any.");
}
