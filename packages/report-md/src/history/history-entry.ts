import type { MetricComparison } from "@searchfit/ir-metrics";
import type { ReportData } from "../data/report-data.ts";
import type { TestName } from "../data/test-facts.ts";
import { formatCount } from "../text/format-count.ts";
import { formatLearningRate } from "../text/format-learning-rate.ts";
import { primaryMetric } from "../verdict/primary-metric.ts";
import { switchAdvice, type SwitchAdvice } from "../verdict/switch-advice.ts";
import { testNames } from "../verdict/test-titles.ts";

/** The primary metric of one test of an experiment. */
export interface HistoryResult {
  /** Which test. */
  readonly test: TestName;
  /** Its queries. */
  readonly queries: number;
  /** Tuned against base. */
  readonly comparison: MetricComparison;
}

/** One experiment in a list of many. */
export interface HistoryEntry {
  /** Its name. */
  readonly experiment: string;
  /** When it was compared, ISO 8601 in UTC; undefined before that. */
  readonly finishedAt: string | undefined;
  /** The model it began with. */
  readonly model: string | undefined;
  /** What it learnt from, in a phrase. */
  readonly data: string | undefined;
  /** How it was trained, in a phrase. */
  readonly recipe: string | undefined;
  /** The metric of the results. */
  readonly metric: string;
  /** The tests that were compared, in the order of the report. */
  readonly results: readonly HistoryResult[];
  /** What the report advises. */
  readonly advice: SwitchAdvice["advice"];
}

/**
 * An experiment as a line of a history.
 *
 * @param data The values of its report; `generatedAt` is taken for its date.
 * @returns The line; parts whose step has not run are undefined.
 * @example
 * historyEntry({ experiment: "new" }).advice; // "unknown"
 */
export function historyEntry(data: ReportData): HistoryEntry {
  const metric = primaryMetric(data);
  return {
    experiment: data.experiment,
    finishedAt: data.generatedAt,
    model: data.system?.baseModel?.name,
    data: dataWords(data),
    recipe: recipeWords(data),
    metric,
    results: testNames.flatMap((test) => {
      const comparison = data.tests?.[test]?.comparison;
      const of = comparison?.metrics[metric];
      if (comparison === undefined || of === undefined) return [];
      return [{ test, queries: comparison.queryCount, comparison: of }];
    }),
    advice: switchAdvice(data).advice,
  };
}

function dataWords({ system, extraction, training, split }: ReportData): string | undefined {
  const products = system?.corpusSize ?? extraction?.products;
  const pairs = training?.pairs ?? split?.pairs.train;
  const parts = [
    system?.source,
    products === undefined ? undefined : `${formatCount(products)} products`,
    pairs === undefined ? undefined : `${formatCount(pairs)} pairs`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

function recipeWords({ training }: ReportData): string | undefined {
  if (training === undefined) return undefined;
  const epochs = `${training.epochs} ${training.epochs === 1 ? "epoch" : "epochs"}`;
  const negatives =
    training.hardNegatives === undefined
      ? []
      : [`${formatCount(training.hardNegatives.negatives)} hard negatives`];
  return [
    ...[training.loss, epochs, `batch ${training.batchSize}`],
    ...[`rate ${formatLearningRate(training.learningRate)}`, ...negatives],
  ].join(", ");
}
