import type { ReportData } from "../data/report-data.ts";
import type { TestName } from "../data/test-facts.ts";
import type { TrainingFacts } from "../data/training-facts.ts";
import { formatCount } from "../text/format-count.ts";
import { formatLearningRate } from "../text/format-learning-rate.ts";
import { queryKinds } from "./test-titles.ts";

/**
 * S0's lines above the figures of a comparison, from data: base model, training pairs, loss,
 * training, corpus, test queries. A line without data is left out.
 *
 * @param data The report's values.
 * @param name The test that is shown.
 * @returns Label and value of each line, for `formatComparisonTable`.
 * @example
 * comparisonHeader(data, "judged")[0]; // ["Base Model", "sentence-transformers/all-MiniLM-L6-v2"]
 */
export function comparisonHeader(data: ReportData, name: TestName): [string, string][] {
  const test = data.tests?.[name];
  const pairs = data.training?.pairs ?? data.split?.pairs.train;
  const lines: [string, string | undefined][] = [
    ["Base Model", data.system?.baseModel?.name],
    [
      "Fine-Tuned on",
      pairs === undefined ? undefined : `${formatCount(pairs)} synthetic (query, product) pairs`,
    ],
    ["Loss Function", data.training?.loss],
    ["Training", data.training === undefined ? undefined : trainingWords(data.training)],
    ["Corpus", test === undefined ? undefined : `${formatCount(test.corpus)} products`],
    [
      "Test Queries",
      test === undefined ? undefined : `${formatCount(test.queries)} ${queryKinds[name]}`,
    ],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== undefined);
}

function trainingWords(training: TrainingFacts): string {
  return [
    `${training.epochs} ${training.epochs === 1 ? "epoch" : "epochs"}`,
    `batch=${training.batchSize}`,
    `lr=${formatLearningRate(training.learningRate)}`,
  ].join(", ");
}
