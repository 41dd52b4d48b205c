import {
  evaluateRun,
  type EvaluateRunOptions,
  type EvaluationResult,
  type MetricName,
  type RunComparison,
} from "@searchfit/ir-metrics";
import { formatNumber, metricLabel, stripControl } from "@searchfit/report-md";
import { adjustmentOf, compareScores, undecided, worthwhile } from "../score/compare-scores.ts";
import { readJudgments } from "../score/read-judgments.ts";
import { readRuns } from "../score/read-runs.ts";
import type { ScoreFlags } from "../score/score-flags.ts";
import { scoreRequest } from "../score/score-request.ts";
import {
  formatDifferences,
  formatPerQuery,
  formatRanking,
  formatScores,
} from "../score/score-tables.ts";
import { trecLines } from "../score/trec-lines.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";

/** Scores runs against judgments, as trec_eval does, and compares them, as ranx does. */
export async function score(files: readonly string[], flags: ScoreFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const request = scoreRequest(files, flags);
  const qrels = await readJudgments(request.qrels);
  const runs = await readRuns(request.runs);
  const options = evaluationOf(request.metrics, flags);
  const results = runs.map((run) => evaluateRun(run, qrels, options));
  for (const result of results) tellUnanswered(result, flags, terminal);
  if (flags.trec === true) {
    const scored = runs.map((run, place) => ({ run, result: results[place]!, qrels }));
    const lines = trecLines(scored, flags).trimEnd();
    if (lines !== "") terminal.result(lines);
    return;
  }
  if (flags.perQuery === true) terminal.result(formatPerQuery(results));
  const comparisons = tellResults(results, flags, terminal);
  terminal.document({
    runs: results.map((result) => runDocument(result, flags.perQuery === true)),
    ...(comparisons === undefined
      ? {}
      : {
          comparisons: comparisons.flatMap((of) => comparisonDocuments(of, adjusts(flags, runs))),
        }),
  });
}

function evaluationOf(metrics: readonly MetricName[], flags: ScoreFlags): EvaluateRunOptions {
  return {
    metrics,
    averageOver: flags.answeredOnly === true ? "answered" : "judged",
    relevanceLevel: flags.relevanceLevel ?? 1,
    depth: flags.depth ?? null,
    unjudged: flags.judgedOnly === true ? "removed" : "not-relevant",
  };
}

function adjusts(flags: ScoreFlags, { length }: readonly unknown[]): boolean {
  return adjustmentOf(flags, length) !== "none";
}

/** Shows means and comparisons, and gives the comparisons. */
function tellResults(
  results: readonly EvaluationResult[],
  flags: ScoreFlags,
  terminal: Terminal,
): readonly RunComparison[] | undefined {
  const table = compareScores(results, flags);
  if (flags.summary !== false) {
    const ranked = table !== undefined && results.length > 2;
    terminal.result(ranked ? formatRanking(table) : formatScores(results));
  }
  for (const comparison of table?.comparisons ?? []) {
    terminal.result(formatDifferences(comparison, adjusts(flags, results)));
    const open = undecided(comparison, results).map(
      ([metric, smallest]) => `${metricLabel(metric)} (${formatNumber(smallest)} would show)`,
    );
    if (open.length > 0)
      terminal.note(
        `Too few queries to tell whether there is a difference of ${worthwhile}: ${open.join(", ")}.`,
      );
  }
  return table?.comparisons;
}

function tellUnanswered(
  { runName, unansweredQueries }: EvaluationResult,
  flags: ScoreFlags,
  terminal: Terminal,
): void {
  if (unansweredQueries.length === 0) return;
  const shown = unansweredQueries.slice(0, 5).join(", ");
  const more = unansweredQueries.length > 5 ? ", …" : "";
  const fate = flags.answeredOnly === true ? "are left out" : "count as 0";
  terminal.warn(
    stripControl(
      `${runName}: ${unansweredQueries.length} judged queries without results ${fate}: ${shown}${more}`,
    ),
  );
}

function runDocument(result: EvaluationResult, perQuery: boolean): unknown {
  return {
    name: result.runName,
    queries: result.queryCount,
    unanswered: result.unansweredQueries,
    means: result.means,
    ...(perQuery ? { perQuery: Object.fromEntries(result.perQuery) } : {}),
  };
}

function comparisonDocuments(
  { baseline, candidate, metrics }: RunComparison,
  adjusted: boolean,
): unknown[] {
  return Object.entries(metrics).map(([metric, of]) => ({
    baseline,
    candidate,
    metric,
    difference: of.difference,
    interval: of.interval,
    p: of.p,
    ...(adjusted ? { pAdjusted: of.pAdjusted } : {}),
    wins: of.wins,
    ties: of.ties,
    losses: of.losses,
  }));
}
