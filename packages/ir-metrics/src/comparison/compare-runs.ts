import type { EvaluationResult } from "../measures/evaluate-run.ts";
import type { QueryId } from "../ranking/qrels.ts";
import { adjustPValues } from "./adjust-p-values.ts";
import type { PValueAdjustment } from "./adjust-p-values.ts";
import { intervalOf } from "./bootstrap-interval.ts";
import { bootstrapMeans } from "./bootstrap-means.ts";
import { comparedDifferences } from "./compared-differences.ts";
import { checkedResampling, checkedShare, columnOf, slack } from "./difference-table.ts";
import type { DifferenceTable, ResamplingOptions } from "./difference-table.ts";
import { pairedTTest } from "./paired-t-test.ts";
import { signFlipPValues } from "./sign-flip-p-values.ts";
import { signTest } from "./sign-test.ts";
import { sumClusters } from "./sum-clusters.ts";
import { wilcoxonTest } from "./wilcoxon-test.ts";

/** A test of paired differences, two-sided. */
export type PairedTest = "randomization" | "t-test" | "wilcoxon" | "sign";

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
  /**
   * How the intervals are found: quantiles of the resampled means, or bias-corrected and
   * accelerated.
   * @default "percentile"
   */
  readonly intervalMethod?: "percentile" | "bca";
  /**
   * The test behind the p-values.
   * @default "randomization"
   */
  readonly test?: PairedTest;
  /**
   * How `pAdjusted` makes up for testing several metrics; left out, there is none.
   * @default no adjustment
   */
  readonly adjustment?: PValueAdjustment;
  /**
   * Cluster of a query. Queries of one cluster depend on each other, such as several written for
   * one product: intervals and p-values take a cluster as one observation.
   * @default each query by itself
   */
  readonly clusterOf?: ((queryId: QueryId) => string) | undefined;
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
  /** Bootstrap interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided p-value of the test, by default the sign-flip randomization test. */
  readonly p: number;
  /** The p-value adjusted for all tests that were made together; only when an adjustment was asked for. */
  readonly pAdjusted?: number;
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
  /** Clusters that these queries are of; only when `clusterOf` was given. */
  readonly clusterCount?: number;
  /** Metric → comparison. */
  readonly metrics: Readonly<Record<string, MetricComparison>>;
}

/**
 * Compares two evaluations query by query: mean difference with a bootstrap interval, a
 * randomization test, and counts of wins and losses for each metric.
 *
 * The same resampled queries and signs serve all metrics, and the seed fixes them: the same
 * results give the same comparison, equal to {@link bootstrapInterval} and
 * {@link pairedRandomizationTest} of one metric's differences. p-values are adjusted for the
 * number of metrics only when `adjustment` says how.
 *
 * With `clusterOf`, the bootstrap draws whole clusters, a resample's mean being its sum of
 * differences over its number of queries, and the randomization test gives each cluster one sign.
 * The other tests take each cluster's sum of differences as one observation: it is 0 on average
 * exactly when the mean over queries is, whatever the sizes, which the mean of cluster means is not.
 * Means, wins, ties and losses stay those of queries. With fewer than 6 clusters the randomization
 * test's p cannot fall below 0.05, and with fewer than about 30 the intervals are too narrow.
 *
 * @param baseline Evaluation of the system to beat.
 * @param candidate Evaluation of the other system, on the same queries.
 * @param options Metrics, seed, resamples, confidence, clusters, other methods than the defaults.
 * @returns One comparison a metric.
 * @throws {IrMetricsError} `DIFFERENT_QUERIES` when the results are not over the same queries,
 *   `MISSING_METRIC` when a metric is not in both, `NO_QUERIES`.
 * @throws {RangeError} When an option is out of range, or a value of a query is not finite.
 * @throws {TypeError} When `clusterOf` gives something else than a string.
 * @see Cameron, Gelbach & Miller (2008), Bootstrap-based improvements for inference with clustered
 *   errors, doi:10.1162/rest.90.3.414
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
  const table = comparedDifferences(names, baseline, candidate);
  const units = sumClusters(table, clustersOf(baseline, options.clusterOf));
  const means = bootstrapMeans(units, resampling);
  const pValues = pValuesOf(units, options.test ?? "randomization", resampling);
  const adjusted = options.adjustment && adjustPValues(pValues, options.adjustment);
  const interval = { confidence, method: options.intervalMethod ?? "percentile" };
  const metrics: Record<string, MetricComparison> = {};
  for (const [metric, name] of names.entries()) {
    metrics[name] = {
      ...meansOf(name, baseline, candidate),
      interval: intervalOf(units, metric, { sorted: means[metric]!, ...interval }),
      p: pValues[metric]!,
      ...(adjusted ? { pAdjusted: adjusted[metric]! } : {}),
      ...countsOf(columnOf(table, metric)),
    };
  }
  return {
    baseline: baseline.runName,
    candidate: candidate.runName,
    queryCount: table.queries,
    ...(options.clusterOf === undefined ? {} : { clusterCount: units.units }),
    metrics,
  };
}

function clustersOf(
  { perQuery }: EvaluationResult,
  clusterOf: CompareRunsOptions["clusterOf"],
): readonly string[] | undefined {
  return clusterOf && Array.from(perQuery.keys(), (queryId) => clusterOf(queryId));
}

function pValuesOf(
  table: DifferenceTable,
  test: PairedTest,
  resampling: ResamplingOptions,
): readonly number[] {
  if (test === "randomization") return signFlipPValues(table, resampling);
  const pValueOf = { "t-test": pairedTTest, wilcoxon: wilcoxonTest, sign: signTest }[test];
  return Array.from({ length: table.metrics }, (_, metric) => {
    return pValueOf([...columnOf(table, metric)]).p;
  });
}

function sharedMetrics(baseline: EvaluationResult, candidate: EvaluationResult): string[] {
  return Object.keys(baseline.means).filter((name) => name in candidate.means);
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

function countsOf(differences: Float64Array): Pick<MetricComparison, "wins" | "ties" | "losses"> {
  let wins = 0;
  let losses = 0;
  for (const difference of differences) {
    if (difference > slack) wins++;
    else if (difference < -slack) losses++;
  }
  return { wins, ties: differences.length - wins - losses, losses };
}
