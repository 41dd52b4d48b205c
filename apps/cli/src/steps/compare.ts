import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { runFreshStep } from "../chain/run-fresh-step.ts";
import { baselineFile } from "./baseline.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import { compareTest, type TestComparison } from "./compare-test.ts";
import { finetunedFile, type FinetunedResults } from "./evaluate.ts";
import { modelFolder } from "./fine-tune.ts";
import type { Forgetting } from "./forgetting.ts";
import { headlineOf } from "./headline-of.ts";
import { vectorsFile } from "./measure-model.ts";
import { primaryMetric } from "./metrics.ts";
import { printComparison } from "./print-comparison.ts";
import { probeExamples } from "./probe-examples.ts";
import { runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { systemNames } from "./systems.ts";
import { readTests, type QuerySet, type TestName } from "./test-queries.ts";

/** File of the comparison. */
export const comparisonFile = "comparison_report.json";

/** Content of that file. */
export interface ComparisonReport {
  /** Metric that decides. */
  readonly primaryMetric: string;
  /** Test that decides: judged queries where there are any, else new products; null where there are neither. */
  readonly headline: TestName | null;
  /** The base model. */
  readonly baseline: { readonly model: string; readonly fingerprint: string };
  /** The tuned model. */
  readonly candidate: { readonly model: string; readonly fingerprint: string };
  /** Test → metric → comparison of tuned and base, both by content vectors. */
  readonly tests: Readonly<Record<string, TestComparison["metrics"]>>;
  /** Test → slices, other systems, counts. */
  readonly details: Readonly<Record<string, Omit<TestComparison, "metrics" | "examples">>>;
  /** Both models on general texts; null when that was not measured. */
  readonly forgetting: Forgetting | null;
  /** Queries side by side: largest wins, largest losses, unchanged, and the probes. */
  readonly examples: TestComparison["examples"];
}

/** Compares both models query by query, with intervals and p-values. */
export const compare: ChainStep = {
  name: "compare",
  description: "Compare both models query by query, with intervals, p-values, winners and losers.",
  run: async (context) => {
    const { experiment, settings } = context;
    const tests = await readTests(experiment.folder);
    const outcome = await runFreshStep(
      context,
      {
        name: "compare",
        version: 2,
        config: { seed: settings.seed },
        inputs: [
          productsFile,
          splitFiles.tests,
          splitFiles.summary,
          baselineFile,
          finetunedFile,
          modelFolder,
          vectorsFile("baseline", "content"),
          vectorsFile("finetuned", "content"),
          ...tests.flatMap(({ name }) => runsOf(name)),
        ],
        outputs: [comparisonFile],
        force: context.forced.has("compare"),
      },
      async ({ workFolder }) => {
        const report = await makeReport(context, tests);
        const text = `${JSON.stringify(report, null, 2)}\n`;
        await writeFileDurably(join(workFolder, comparisonFile), text);
        return { headline: report.headline };
      },
    );
    await printComparison(context);
    return outcome;
  },
};

function runsOf(test: string): string[] {
  return [
    ...systemNames.flatMap((system) => [
      runFile("baseline", system, test),
      runFile("finetuned", system, test),
    ]),
    runFile("bm25", "", test),
  ];
}

async function makeReport(
  context: ChainContext,
  tests: readonly QuerySet[],
): Promise<ComparisonReport> {
  const { folder } = context.experiment;
  const { baseline, finetuned, forgetting } = await readResults(folder);
  const products = await readCatalogue(folder);
  const titles = new Map(products.map(({ id, title }) => [id, title]));
  const headline = headlineOf(tests);
  const compared: Record<string, TestComparison> = {};
  for (const set of tests) {
    compared[set.name] = await compareTest(set, {
      folder,
      titles,
      seed: context.settings.seed,
      examples: set.name === headline,
    });
  }
  const entries = Object.entries(compared);
  const chosen = headline === null ? [] : (compared[headline]?.examples ?? []);
  return {
    primaryMetric,
    headline,
    baseline: { model: baseline.model, fingerprint: baseline.fingerprint },
    candidate: { model: finetuned.model, fingerprint: finetuned.fingerprint },
    tests: Object.fromEntries(entries.map(([name, test]) => [name, test.metrics])),
    details: Object.fromEntries(
      entries.map(([name, { metrics: _, examples: __, ...rest }]) => [name, rest]),
    ),
    forgetting,
    examples: [...chosen, ...(await probeExamples(context, titles))],
  };
}

/** Both models' figures, as `evaluate` kept them. */
export async function readResults(folder: string): Promise<FinetunedResults> {
  return JSON.parse(await readFile(join(folder, finetunedFile), "utf8")) as FinetunedResults;
}

/** The comparison, as `compare` kept it. */
export async function readComparison(folder: string): Promise<ComparisonReport> {
  return JSON.parse(await readFile(join(folder, comparisonFile), "utf8")) as ComparisonReport;
}
