import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import { formatEvaluationTable } from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { runFreshStep } from "../chain/run-fresh-step.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import {
  embedCatalogue,
  measureTest,
  score,
  vectorsFile,
  type MeasureOptions,
  type ModelMeasurement,
  type SearchableCatalogue,
  type TestMeasurement,
} from "./measure-model.ts";
import { runFile, writeRun } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { rankByContent, rankLexically, systemNames } from "./systems.ts";
import { readQuerySet, readTests, type QuerySet } from "./test-queries.ts";

/** File of the base model's figures. */
export const baselineFile = "baseline_results.json";

/** Measures the base model and BM25 over the whole catalogue, and ranks the training queries for `mine`. */
export const baseline: ChainStep = {
  name: "baseline",
  description: "Measure the base model and BM25 on the tests, over the whole catalogue.",
  run: async (context) => {
    const { experiment, settings, workbench } = context;
    const { folder } = await workbench.baseModel();
    const embedder = await workbench.embedder(folder);
    const tests = await readTests(experiment.folder);
    const outcome = await runFreshStep(
      context,
      {
        name: "baseline",
        version: 2,
        config: { fingerprint: embedder.model.fingerprint, precision: settings.precision },
        inputs: [productsFile, splitFiles.tests],
        outputs: [baselineFile, ...outputsOf(tests)],
        force: context.forced.has("baseline"),
      },
      async ({ workFolder }) => {
        const products = await readCatalogue(experiment.folder);
        const options = { context, embedder, products, side: "baseline", workFolder } as const;
        const measurement = await measureBaseline(options, tests);
        const text = `${JSON.stringify(measurement, null, 2)}\n`;
        await writeFileDurably(join(workFolder, baselineFile), text);
        return measurement as unknown as Json;
      },
    );
    if (outcome.status === "done") print(outcome.summary, context);
    return outcome;
  },
};

function outputsOf(tests: readonly QuerySet[]): string[] {
  return [
    ...tests.flatMap(({ name }) => [
      ...systemNames.map((system) => runFile("baseline", system, name)),
      runFile("bm25", "", name),
    ]),
    runFile("baseline", "content", "train"),
    runFile("baseline", "content", "dev"),
    vectorsFile("baseline", "content"),
    vectorsFile("baseline", "title"),
  ];
}

async function measureBaseline(
  options: MeasureOptions,
  tests: readonly QuerySet[],
): Promise<ModelMeasurement> {
  const { context, embedder, products } = options;
  const catalogue = await embedCatalogue(options);
  const measured: Record<string, TestMeasurement> = {};
  for (const set of tests) {
    const ofModel = await measureTest(options, catalogue, set);
    const lexical = rankLexically(catalogue.bm25, set);
    await writeRun(options.workFolder, runFile("bm25", "", set.name), lexical);
    const systems = { ...ofModel.systems, bm25: score(lexical, set).means };
    measured[set.name] = { ...ofModel, systems };
  }
  for (const name of ["train", "dev"] as const) await rankForTraining(options, catalogue, name);
  return {
    model: context.settings.baseModel,
    fingerprint: embedder.model.fingerprint,
    precision: embedder.model.precision,
    corpus: products.length,
    dimensions: embedder.model.dimensions,
    tests: measured,
  };
}

/** Ranks the queries of train or dev, for hard negatives and for the trainer's small dev corpus. */
async function rankForTraining(
  { context, embedder, workFolder }: MeasureOptions,
  catalogue: SearchableCatalogue,
  name: "train" | "dev",
): Promise<void> {
  const { experiment, workbench, signal } = context;
  const set = await readQuerySet(experiment.folder, name);
  const run =
    set === undefined
      ? { name: "content", rankings: new Map() }
      : await rankByContent({ ...catalogue, embedder, set, threads: workbench.threads, signal });
  await writeRun(workFolder, runFile("baseline", "content", name), run);
}

function print(summary: Json, { terminal }: ChainContext): void {
  const measurement = summary as unknown as ModelMeasurement;
  const [name, test] =
    Object.entries(measurement.tests).find(([key]) => key === "newProducts") ??
    Object.entries(measurement.tests)[0] ??
    [];
  if (name === undefined || test === undefined) return;
  terminal.result(
    formatEvaluationTable({
      title: `BASELINE EVALUATION — ${measurement.model} (before fine-tuning, test "${name}")`,
      corpusSize: measurement.corpus,
      queryCount: test.queries,
      means: test.systems.content ?? {},
    }),
  );
}
