import type { RelevantCounts } from "../measures/count-relevant.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import type { MetricName } from "../measures/metric.ts";
import { compareDocIds } from "../ranking/compare-doc-ids.ts";
import type { QueryId } from "../ranking/qrels.ts";
import { trecEvalName } from "./trec-eval-name.ts";

/** Which lines to write. */
export interface FormatTrecEvalOptions {
  /**
   * The lines of each query that has results (trec_eval `-q`), in the order of their ids' bytes.
   * @default false
   */
  readonly perQuery?: boolean;
  /**
   * The lines of the means; false is trec_eval's `-n`.
   * @default true
   */
  readonly summary?: boolean;
  /**
   * Whether the summary names the run first.
   * @default false
   */
  readonly runId?: boolean;
  /**
   * Counts of each query, which trec_eval's official measures begin with; see `countRelevant`.
   * @default no counts
   */
  readonly counts?: ReadonlyMap<QueryId, RelevantCounts>;
}

/**
 * An evaluation as trec_eval prints it: a line for each metric, `measure`, `query` or `all`, and the
 * value with four decimals, with tabs between.
 *
 * @param result An evaluation.
 * @param options Which lines.
 * @returns Lines with a line feed each, ready for what reads trec_eval's output.
 * @throws {IrMetricsError} `UNKNOWN_METRIC` when the result has a metric that is none of ours.
 * @example
 * formatTrecEval(result); // "ndcg_cut_10           \tall\t0.5000\n"
 */
export function formatTrecEval(
  result: EvaluationResult,
  options: FormatTrecEvalOptions = {},
): string {
  const { perQuery = false, summary = true, runId = false, counts } = options;
  const unanswered = new Set(result.unansweredQueries);
  const queries = perQuery ? [...result.perQuery].filter(([id]) => !unanswered.has(id)) : [];
  const lines = queries
    .sort(([a], [b]) => compareDocIds(a, b))
    .flatMap(([queryId, values]) => {
      const ofQuery = counts?.get(queryId);
      return [...(ofQuery ? countLines(queryId, [ofQuery]) : []), ...valueLines(queryId, values)];
    });
  if (summary) {
    if (runId) lines.push(line("runid", "all", result.runName));
    if (counts) lines.push(line("num_q", "all", String(result.queryCount)));
    if (counts) lines.push(...countLines("all", [...counts.values()]));
    lines.push(...valueLines("all", result.means));
  }
  return lines.join("");
}

function countLines(query: string, counts: readonly RelevantCounts[]): string[] {
  const sum = (count: keyof RelevantCounts): string =>
    String(counts.reduce((total, ofQuery) => total + ofQuery[count], 0));
  return [
    line("num_ret", query, sum("retrieved")),
    line("num_rel", query, sum("relevant")),
    line("num_rel_ret", query, sum("relevantRetrieved")),
  ];
}

function valueLines(query: string, values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).map(([metric, value]) =>
    line(trecEvalName(metric as MetricName), query, value.toFixed(4)),
  );
}

function line(name: string, query: string, value: string): string {
  return `${name.padEnd(22)}\t${query}\t${value}\n`;
}
