import { IrMetricsError } from "../ir-metrics-error.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import { bootstrapMeans, quantile } from "./bootstrap-means.ts";
import { checkedResampling, checkedShare } from "./difference-table.ts";
import type { DifferenceTable } from "./difference-table.ts";
import { signFlipPValues } from "./sign-flip-p-values.ts";
import { signTest } from "./sign-test.ts";

/** How two evaluations are compared. */
export interface CompareRunsOptions {
  /**
   * Metrics to compare, as they are named in both results.
   * @default all metrics that both results have
   */
  readonly metrics?: readonly string[];
  /**
   * Seed of the random numbers, an integer.
   * @default 42
   */
  readonly seed?: number;
  /**
   * Resamples for interval and p-value.
   * @default 10_000
   */
  readonly resamples?: number;
  /**
   * Confidence of the intervals, between 0 and 1.
   * @default 0.95
   */
  readonly confidence?: number;
}

/** One metric of two runs, compared over the same queries. */
export interface MetricComparison {
  /** Mean of the baseline. */
  readonly baseline: number;
  /** Mean of the candidate. */
  readonly candidate: number;
  /** Mean of the candidate minus mean of the baseline. */
  readonly difference: number;
  /** The difference in percent of the baseline; null when the baseline is 0. */
  readonly changePercent: number | null;
  /** Bootstrap percentile interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided p-value of the sign-flip randomization test. */
  readonly p: number;
  /** Queries where the candidate is better by more than 1e-12. */
  readonly wins: number;
  /** Queries where both are equal. */
  readonly ties: number;
  /** Queries where the candidate is worse by more than 1e-12. */
  readonly losses: number;
}

/** Two runs compared over the same queries. */
export interface RunComparison {
  /** Name of the baseline's run. */
  readonly baseline: string;
  /** Name of the candidate's run. */
  readonly candidate: string;
  /** Queries compared. */
  readonly queryCount: number;
  /** Metric → comparison. */
  readonly metrics: Readonly<Record<string, MetricComparison>>;
}

/**
 * Compares two evaluations query by query: mean difference with a bootstrap interval, a
 * randomization test, and counts of wins and losses for each metric.
 *
 * The same resampled queries and signs serve all metrics, and the seed fixes them: the same
 * results give the same comparison, equal to {@link bootstrapInterval} and
 * {@link pairedRandomizationTest} of one metric's differences. p-values are not adjusted for the
 * number of metrics; see {@link adjustPValues}.
 *
 * @param baseline Evaluation of the system to beat.
 * @param candidate Evaluation of the other system, on the same queries.
 * @param options Metrics, seed, resamples, confidence.
 * @returns One comparison a metric.
 * @throws {IrMetricsError} `DIFFERENT_QUERIES` when the results are not over the same queries,
 *   `MISSING_METRIC` when a metric is not in both, `NO_QUERIES`.
 * @throws {RangeError} When an option is out of range.
 * @example
 * compareRuns(evaluateRun(bm25, qrels, { metrics }), evaluateRun(dense, qrels, { metrics }));
 */
export function compareRuns(
  baseline: EvaluationResult,
  candidate: EvaluationResult,
  options: CompareRunsOptions = {},
): RunComparison {
  const confidence = checkedShare("confidence", options.confidence ?? 0.95);
  const resampling = checkedResampling(options);
  const names = options.metrics ?? sharedMetrics(baseline, candidate);
  requireMetrics(names, [baseline, candidate]);
  requireSameQueries(baseline, candidate);
  const table = differencesOf(names, baseline, candidate);
  const bootstrap = bootstrapMeans(table, resampling);
  const pValues = signFlipPValues(table, resampling);
  const metrics: Record<string, MetricComparison> = {};
  for (const [metric, name] of names.entries()) {
    const sorted = bootstrap[metric]!;
    metrics[name] = {
      ...meansOf(name, baseline, candidate),
      interval: [quantile(sorted, (1 - confidence) / 2), quantile(sorted, (1 + confidence) / 2)],
      p: pValues[metric]!,
      ...countsOf(table, metric),
    };
  }
  return {
    baseline: baseline.runName,
    candidate: candidate.runName,
    queryCount: table.queries,
    metrics,
  };
}

function sharedMetrics(baseline: EvaluationResult, candidate: EvaluationResult): string[] {
  return Object.keys(baseline.means).filter((name) => name in candidate.means);
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

function differencesOf(
  names: readonly string[],
  baseline: EvaluationResult,
  candidate: EvaluationResult,
): DifferenceTable {
  const values = new Float64Array(baseline.perQuery.size * names.length);
  let index = 0;
  for (const [queryId, before] of baseline.perQuery) {
    const after = candidate.perQuery.get(queryId) ?? {};
    for (const name of names) values[index++] = (after[name] ?? NaN) - (before[name] ?? NaN);
  }
  return { values, queries: baseline.perQuery.size, metrics: names.length };
}

function meansOf(
  name: string,
  baseline: EvaluationResult,
  candidate: EvaluationResult,
): Pick<MetricComparison, "baseline" | "candidate" | "difference" | "changePercent"> {
  const before = baseline.means[name]!;
  const after = candidate.means[name]!;
  const difference = after - before;
  const changePercent = before === 0 ? null : (difference / before) * 100;
  return { baseline: before, candidate: after, difference, changePercent };
}

function countsOf(
  table: DifferenceTable,
  metric: number,
): Pick<MetricComparison, "wins" | "ties" | "losses"> {
  const { wins, ties, losses } = signTest(
    Array.from(
      { length: table.queries },
      (_, query) => table.values[query * table.metrics + metric]!,
    ),
  );
  return { wins, ties, losses };
}
