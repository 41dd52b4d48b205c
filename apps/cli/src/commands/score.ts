import {
  compareRuns,
  evaluateRun,
  IrMetricsError,
  parseMetricName,
  type EvaluationResult,
  type MetricName,
  type RunComparison,
} from "@searchfit/ir-metrics";
import { stripControl } from "@searchfit/report-md";
import { CliError, exitCodes } from "../cli-error.ts";
import { readJudgments } from "../score/read-judgments.ts";
import { readRuns } from "../score/read-runs.ts";
import { formatDifferences, formatPerQuery, formatScores } from "../score/score-tables.ts";
import { metricNames } from "../steps/metrics.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";

/** Flags of `score`. */
export interface ScoreFlags {
  readonly qrels: string;
  readonly run: readonly string[];
  readonly metrics?: readonly string[];
  readonly perQuery?: boolean;
  readonly compare?: boolean;
  readonly seed?: number;
  readonly json?: boolean;
}

/** Scores TREC runs against judgments, and compares them with the first. */
export async function score(flags: ScoreFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const metrics = metricsOf(flags.metrics);
  if (flags.compare === true && flags.run.length < 2) {
    throw new CliError("USAGE", `--compare needs two runs or more, got ${flags.run.length}.`, {
      hint: "Give --run twice; the first is the baseline.",
      exitCode: exitCodes.usage,
    });
  }
  const qrels = await readJudgments(flags.qrels);
  const runs = await readRuns(flags.run);
  const results = runs.map((run) => evaluateRun(run, qrels, { metrics }));
  const comparisons = flags.compare === true ? compareWithFirst(results, flags.seed) : [];
  for (const result of results) tellUnanswered(result, terminal);
  if (flags.perQuery === true) terminal.result(formatPerQuery(results));
  terminal.result(formatScores(results));
  for (const comparison of comparisons) terminal.result(formatDifferences(comparison));
  terminal.document({
    runs: results.map((result) => runDocument(result, flags.perQuery === true)),
    ...(flags.compare === true ? { comparisons: comparisons.flatMap(comparisonDocuments) } : {}),
  });
}

/** Every metric once, in our own spelling. */
function metricsOf(names: readonly string[] | undefined): readonly MetricName[] {
  if (names === undefined) return metricNames;
  try {
    return [...new Set(names.map((name) => parseMetricName(name).name))];
  } catch (error) {
    if (!(error instanceof IrMetricsError)) throw error;
    const { message, hint } = error;
    throw new CliError("USAGE", `--metrics: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      exitCode: exitCodes.usage,
    });
  }
}

function compareWithFirst(
  results: readonly EvaluationResult[],
  seed: number | undefined,
): RunComparison[] {
  const [baseline, ...candidates] = results;
  if (baseline === undefined) return [];
  const options = seed === undefined ? {} : { seed };
  return candidates.map((candidate) => compareRuns(baseline, candidate, options));
}

function tellUnanswered(
  { runName, unansweredQueries }: EvaluationResult,
  terminal: Terminal,
): void {
  if (unansweredQueries.length === 0) return;
  const shown = unansweredQueries.slice(0, 5).join(", ");
  const more = unansweredQueries.length > 5 ? ", …" : "";
  terminal.warn(
    stripControl(
      `${runName}: ${unansweredQueries.length} judged queries without results count as 0: ${shown}${more}`,
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

function comparisonDocuments({ baseline, candidate, metrics }: RunComparison): unknown[] {
  return Object.entries(metrics).map(([metric, of]) => ({
    baseline,
    candidate,
    metric,
    difference: of.difference,
    interval: of.interval,
    p: of.p,
    wins: of.wins,
    ties: of.ties,
    losses: of.losses,
  }));
}
