import { IrMetricsError } from "../ir-metrics-error.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import { adjustPValues } from "./adjust-p-values.ts";
import type { PValueAdjustment } from "./adjust-p-values.ts";
import { compareRuns } from "./compare-runs.ts";
import type { CompareRunsOptions, MetricComparison, RunComparison } from "./compare-runs.ts";
import { checkedShare } from "./difference-table.ts";

/** How several evaluations are compared. */
export interface CompareManyRunsOptions extends Omit<CompareRunsOptions, "adjustment"> {
  /**
   * Which runs meet: each with the first, or each with each.
   * @default "baseline"
   */
  readonly pairs?: "baseline" | "all";
  /**
   * How p-values make up for making many tests; "none" leaves them as they are.
   * @default "holm"
   */
  readonly adjustment?: PValueAdjustment | "none";
  /**
   * Which tests are adjusted together: those of the whole table, or those of each metric.
   * @default "table"
   */
  readonly family?: "table" | "metric";
  /**
   * Level that an adjusted p-value must not exceed to count in `better`, between 0 and 1.
   * @default 0.05
   */
  readonly alpha?: number;
}

/** One run's line in a table of many. */
export interface ComparedRun {
  /** Name of the run. */
  readonly name: string;
  /** Metric → mean. */
  readonly means: Readonly<Record<string, number>>;
  /** Metric → places, from 0, of the runs that this one is significantly better than. */
  readonly better: Readonly<Record<string, readonly number[]>>;
}

/** Several runs compared over the same queries. */
export interface ManyRunsComparison {
  /** Queries compared. */
  readonly queryCount: number;
  /** Clusters that these queries are of; only when `clusterOf` was given. */
  readonly clusterCount?: number;
  /** The runs, in the order given. */
  readonly runs: readonly ComparedRun[];
  /** Each pair, the earlier run as the baseline; `pAdjusted` is set. */
  readonly comparisons: readonly RunComparison[];
  /** Tests that were adjusted together. */
  readonly testsAFamily: number;
}

/**
 * Compares several evaluations in one table: every pair as `compareRuns` does it, p-values adjusted
 * for all the tests made, and for each run which others it is significantly better than.
 *
 * @param results Evaluations over the same queries, the baseline first; two or more.
 * @param options Pairs, adjustment, level, and what `compareRuns` takes.
 * @returns The table.
 * @throws {RangeError} When there are fewer than two results, or an option is out of range.
 * @throws {IrMetricsError} `DIFFERENT_QUERIES`, `MISSING_METRIC`, `NO_QUERIES`, as `compareRuns`.
 * @example
 * const table = compareManyRuns([bm25, dense, hybrid], { pairs: "all" });
 * table.runs[2].better["ndcg@10"]; // [0, 1]: hybrid is better than both
 */
export function compareManyRuns(
  results: readonly EvaluationResult[],
  options: CompareManyRunsOptions = {},
): ManyRunsComparison {
  if (results.length < 2)
    throw new RangeError(`Expected two results or more to compare, got ${results.length}.`);
  const { pairs = "baseline", adjustment = "holm", family = "table", ...rest } = options;
  const alpha = checkedShare("alpha", options.alpha ?? 0.05);
  const metrics = options.metrics ?? sharedMetrics(results);
  const met = pairsOf(results.length, pairs).map(([baseline, candidate]) => ({
    baseline,
    candidate,
    comparison: compareRuns(results[baseline]!, results[candidate]!, { ...rest, metrics }),
  }));
  const comparisons = adjusted(
    met.map(({ comparison }) => comparison),
    { metrics, adjustment, family },
  );
  const better = (place: number, metric: string): number[] =>
    met.flatMap(({ baseline, candidate }, at) => {
      const { difference, pAdjusted } = comparisons[at]!.metrics[metric]!;
      if (pAdjusted! > alpha) return [];
      if (place === candidate && difference > 0) return [baseline];
      return place === baseline && difference < 0 ? [candidate] : [];
    });
  const runs = results.map(({ runName, means }, place) => ({
    name: runName,
    means: Object.fromEntries(metrics.map((metric) => [metric, means[metric]!])),
    better: Object.fromEntries(metrics.map((metric) => [metric, better(place, metric)])),
  }));
  const testsAFamily = met.length * (family === "table" ? metrics.length : 1);
  const { queryCount, clusterCount } = comparisons[0]!;
  const counts = { queryCount, ...(clusterCount === undefined ? {} : { clusterCount }) };
  return { ...counts, runs, comparisons, testsAFamily };
}

function sharedMetrics(results: readonly EvaluationResult[]): string[] {
  const [first, ...others] = results;
  const shared = Object.keys(first!.means).filter((name) =>
    others.every(({ means }) => Object.hasOwn(means, name)),
  );
  if (shared.length > 0) return shared;
  throw new IrMetricsError("MISSING_METRIC", "Expected a metric that all results have, got none.");
}

function pairsOf(count: number, pairs: "baseline" | "all"): (readonly [number, number])[] {
  const baselines = pairs === "all" ? count : 1;
  return Array.from({ length: baselines }, (_, baseline) =>
    Array.from({ length: count - baseline - 1 }, (_, at) => [baseline, baseline + 1 + at] as const),
  ).flat();
}

interface Families {
  readonly metrics: readonly string[];
  readonly adjustment: PValueAdjustment | "none";
  readonly family: "table" | "metric";
}

/** The comparisons with their p-values adjusted, family by family. */
function adjusted(
  comparisons: readonly RunComparison[],
  { metrics, adjustment, family }: Families,
): RunComparison[] {
  const adjustedOf = new Map<MetricComparison, number>();
  for (const members of family === "table" ? [metrics] : metrics.map((metric) => [metric])) {
    const tests = comparisons.flatMap((comparison) =>
      members.map((metric) => comparison.metrics[metric]!),
    );
    const pValues = tests.map(({ p }) => p);
    const values = adjustment === "none" ? pValues : adjustPValues(pValues, adjustment);
    for (const [at, test] of tests.entries()) adjustedOf.set(test, values[at]!);
  }
  return comparisons.map((comparison) => ({
    ...comparison,
    metrics: Object.fromEntries(
      Object.entries(comparison.metrics).map(([metric, test]) => [
        metric,
        { ...test, pAdjusted: adjustedOf.get(test)! },
      ]),
    ),
  }));
}
