import {
  compareManyRuns,
  evaluateRun,
  type ManyRunsComparison,
  type MetricName,
} from "@searchfit/ir-metrics";
import { clusterByProduct } from "../steps/cluster-by-product.ts";
import { readRun, runFile, type RunSide } from "../steps/run-files.ts";
import type { CommonPart } from "./common-part.ts";
import type { ComparedExperiment } from "./open-compared.ts";

/** Metrics that experiments are compared by, the one that decides first. */
export const comparedMetrics: readonly MetricName[] = ["ndcg@10", "mrr@10", "recall@10"];

/** One model whose ranked lists are compared. */
interface ComparedModel {
  readonly name: string;
  readonly side: RunSide;
  readonly folder: string;
}

/**
 * Compares the base model and the tuned model of every experiment on what their tests have in
 * common, each with the first; p-values corrected by Holm for all tests of the table. Synthetic
 * queries about one group of products, by the split of the first experiment, count as one.
 */
export async function comparePart(
  { name, qrels }: CommonPart,
  experiments: readonly ComparedExperiment[],
  seed: number,
): Promise<ManyRunsComparison> {
  const results = [];
  for (const model of modelsOf(experiments)) {
    const run = await readRun(model.folder, runFile(model.side, "content", name), model.name);
    const rankings = new Map([...run.rankings].filter(([id]) => qrels.has(id)));
    results.push(evaluateRun({ ...run, rankings }, qrels, { metrics: comparedMetrics }));
  }
  const clusterOf = clusterByProduct({ name, qrels }, experiments[0]?.groups ?? new Map());
  return compareManyRuns(results, { pairs: "baseline", adjustment: "holm", seed, clusterOf });
}

/** The base model of the first experiment, other base models once each, then the tuned models. */
function modelsOf(experiments: readonly ComparedExperiment[]): ComparedModel[] {
  const bases = new Map<string, ComparedModel>();
  for (const { folder, settings, results } of experiments) {
    const { fingerprint, precision } = results.baseline;
    const key = `${fingerprint} ${precision}`;
    if (bases.has(key)) continue;
    bases.set(key, { name: `base: ${settings.baseModel}`, side: "baseline", folder });
  }
  const tuned = experiments.map(({ name, folder }) => ({
    name,
    side: "finetuned" as const,
    folder,
  }));
  return [...bases.values(), ...tuned];
}
