import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { hashPath } from "@searchfit/experiment-store";
import { evaluateRun } from "@searchfit/ir-metrics";
import type { Embedder } from "@searchfit/onnx-embedder";
import type { ForgettingFacts } from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import { CliError } from "../cli-error.ts";
import { rankDataset } from "../judged/rank-dataset.ts";
import { readDataset } from "../judged/read-dataset.ts";
import { sampleDataFolder } from "../settings/sample-data-folder.ts";
import { primaryMetric } from "./metrics.ts";

/** A fall of the metric on general texts that is worth a warning. */
const worrying = 0.02;

/**
 * What training unlearnt: both models on texts that have nothing to do with the catalogue. The
 * dataset is `shipped`, or the BEIR folder as the settings name it.
 */
export type Forgetting = Omit<ForgettingFacts, "warning">;

/**
 * Identity of the general dataset that the settings name, so that another one is measured anew; null without one.
 *
 * @throws {CliError} `FILE_MISSING`.
 */
export async function generalDatasetHash(context: ChainContext): Promise<string | null> {
  const folder = generalDatasetFolder(context);
  if (folder === null) return null;
  if (!existsSync(folder)) {
    throw new CliError("FILE_MISSING", `Expected a BEIR folder with general texts at ${folder}.`, {
      hint: 'evaluate.generalDataset is "shipped", a folder, or null for no check.',
    });
  }
  return (await hashPath(folder)).sha256;
}

/** Measures both models on the general dataset; null without one. */
export async function measureForgetting(
  context: ChainContext,
  models: { readonly baseline: Embedder; readonly finetuned: Embedder },
): Promise<Forgetting | null> {
  const folder = generalDatasetFolder(context);
  if (folder === null) return null;
  const { terminal, signal, workbench } = context;
  const read = { dataset: folder, split: undefined, folder: context.folder, terminal };
  const dataset = await readDataset(read);
  const { threads } = workbench;
  const measure = async (embedder: Embedder, name: string) => {
    const run = await rankDataset({
      ...{ embedder, dataset, titleWeight: 0, name, threads, terminal, signal },
    });
    return evaluateRun(run, dataset.qrels, { metrics: [primaryMetric] }).means[primaryMetric] ?? 0;
  };
  const baseline = await measure(models.baseline, "base");
  const finetuned = await measure(models.finetuned, "tuned");
  return {
    dataset: context.settings.evaluate.generalDataset ?? "",
    documents: dataset.corpus.length,
    queries: dataset.queries.length,
    metric: primaryMetric,
    baseline,
    finetuned,
    difference: finetuned - baseline,
  };
}

/** Tells what was forgotten; a warning where it is much. */
export function tellForgetting(forgetting: Forgetting | null, { terminal }: ChainContext): void {
  if (forgetting === null) return;
  const { baseline, finetuned, difference, queries } = forgetting;
  terminal.note(
    `  general texts (${queries} queries): NDCG@10 base ${baseline.toFixed(4)}, tuned ${finetuned.toFixed(4)}`,
  );
  if (difference < -worrying) {
    terminal.warn(
      `  The tuned model got worse at general texts by ${(-difference).toFixed(4)}: it forgot. mixWithBase, fewer epochs or a lower learning rate keep more.`,
    );
  }
}

/** The same for the report, with no one's paths in it. */
export function forgettingFacts(facts: Forgetting | null | undefined): ForgettingFacts | undefined {
  if (facts === null || facts === undefined) return undefined;
  const dataset =
    facts.dataset === "shipped" ? "searchfit's own general texts" : basename(facts.dataset);
  return { ...facts, dataset, warning: facts.difference < -worrying };
}

function generalDatasetFolder({ settings, folder }: ChainContext): string | null {
  const { generalDataset } = settings.evaluate;
  if (generalDataset === null) return null;
  if (generalDataset === "shipped") return join(sampleDataFolder(), "general");
  return resolve(folder, generalDataset);
}
