import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { runFreshStep } from "../chain/run-fresh-step.ts";
import { baselineFile } from "./baseline.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import { modelFolder } from "./fine-tune.ts";
import {
  generalDatasetHash,
  measureForgetting,
  tellForgetting,
  type Forgetting,
} from "./forgetting.ts";
import {
  embedCatalogue,
  measureTest,
  vectorsFile,
  type ModelMeasurement,
  type TestMeasurement,
} from "./measure-model.ts";
import { measureLatency, type Latency } from "./measure-latency.ts";
import { runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { systemNames } from "./systems.ts";
import { readTests, type QuerySet } from "./test-queries.ts";

/** File of both models' figures. */
export const finetunedFile = "finetuned_results.json";

/** Content of that file. */
export interface FinetunedResults {
  /** The base model, as in `baseline_results.json`. */
  readonly baseline: ModelMeasurement;
  /** The tuned model on the same tests. */
  readonly finetuned: ModelMeasurement;
  /** Both models on general texts; null when the settings name none. */
  readonly forgetting: Forgetting | null;
  /** Time of single queries on this machine. */
  readonly latencyMs: { readonly baseline: Latency; readonly finetuned: Latency };
}

/** Measures the tuned model on the tests; each test is touched here and in `baseline` only. */
export const evaluate: ChainStep = {
  name: "evaluate",
  description:
    "Measure the tuned model, as it would be served, on the tests over the whole catalogue.",
  run: async (context) => {
    const { experiment, settings } = context;
    const tests = await readTests(experiment.folder);
    const outcome = await runFreshStep(
      context,
      {
        name: "evaluate",
        version: 2,
        config: { precision: settings.precision, general: await generalDatasetHash(context) },
        inputs: [productsFile, splitFiles.tests, modelFolder, baselineFile],
        outputs: [finetunedFile, ...outputsOf(tests)],
        force: context.forced.has("evaluate"),
      },
      ({ workFolder }) => measureTuned(context, tests, workFolder),
    );
    if (outcome.status === "done")
      tellForgetting((outcome.summary as { forgetting: Forgetting | null }).forgetting, context);
    return outcome;
  },
};

function outputsOf(tests: readonly QuerySet[]): string[] {
  return [
    ...tests.flatMap(({ name }) => systemNames.map((system) => runFile("finetuned", system, name))),
    vectorsFile("finetuned", "content"),
    vectorsFile("finetuned", "title"),
  ];
}

async function measureTuned(
  context: ChainContext,
  tests: readonly QuerySet[],
  workFolder: string,
): Promise<Json> {
  const { experiment, workbench } = context;
  const embedder = await workbench.embedder(join(experiment.folder, modelFolder));
  const base = await workbench.embedder((await workbench.baseModel()).folder);
  const products = await readCatalogue(experiment.folder);
  const options = { context, embedder, products, side: "finetuned", workFolder } as const;
  const catalogue = await embedCatalogue(options);
  const measured: Record<string, TestMeasurement> = {};
  for (const set of tests) measured[set.name] = await measureTest(options, catalogue, set);
  const baseline = JSON.parse(
    await readFile(join(experiment.folder, baselineFile), "utf8"),
  ) as ModelMeasurement;
  const queries = tests.flatMap((test) => test.queries.map(({ text }) => text)).slice(0, 100);
  const results: FinetunedResults = {
    baseline,
    finetuned: {
      model: modelFolder,
      fingerprint: embedder.model.fingerprint,
      precision: embedder.model.precision,
      corpus: products.length,
      dimensions: embedder.model.dimensions,
      tests: measured,
    },
    forgetting: await measureForgetting(context, { baseline: base, finetuned: embedder }),
    latencyMs: {
      baseline: await measureLatency(base, queries),
      finetuned: await measureLatency(embedder, queries),
    },
  };
  await writeFileDurably(join(workFolder, finetunedFile), `${JSON.stringify(results, null, 2)}\n`);
  return {
    latencyMs: results.latencyMs as unknown as Json,
    forgetting: results.forgetting as unknown as Json,
  };
}
