import type { ExperimentManifest } from "@searchfit/experiment-store";
import type { ReportData } from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ComparisonReport } from "./compare.ts";
import type { FinetunedResults } from "./evaluate.ts";
import { keptEpoch, type TrainingSummary } from "./fine-tune.ts";
import { forgettingFacts } from "./forgetting.ts";
import type { GenerationSummary } from "./generate.ts";
import type { ExtractionSummary } from "./print-extraction.ts";
import { parseSource } from "./parse-source.ts";
import { settingsOfSteps, type SettingsOfSteps } from "./settings-of-steps.ts";
import { testsOf } from "./test-facts.ts";
import { trainCommand } from "./train-command.ts";

/** What a report is gathered from; a part is missing when its step has not run. */
export interface ReportSources {
  readonly context: Pick<ChainContext, "settings" | "configFile">;
  readonly manifest: ExperimentManifest;
  readonly comparison: ComparisonReport | undefined;
  readonly results: FinetunedResults | undefined;
}

interface SplitSummary {
  readonly shares: { test: number; dev: number; known: number };
  readonly pairs: { train: number; dev: number; test: number; known: number };
  readonly products: { train: number; dev: number; test: number; known: number };
  readonly groups: number;
  readonly leakCheck: { leaks: number; checked: readonly string[] };
}

/** Gathers a report's values from the manifest and the files of an experiment. */
export function reportData(given: ReportSources): ReportData {
  const { manifest } = given;
  const settings = settingsOfSteps(given.context.settings, manifest);
  const sources = { ...given, context: { ...given.context, settings } };
  const summary = <Summary>(step: string) =>
    manifest.steps.find((record) => record.name === step)?.summary as Summary | undefined;
  const extraction = summary<ExtractionSummary>("extract");
  const training = summary<TrainingSummary>("fine-tune");
  return {
    experiment: manifest.id,
    generatedAt: manifest.steps.find(({ name }) => name === "compare")?.finishedAt,
    system: systemContext(sources, training),
    extraction: extraction && extractionFacts(extraction),
    generation: generationFacts(summary<GenerationSummary>("generate")),
    split: splitFacts(summary<SplitSummary>("split"), settings.seed),
    training: training && trainingFacts(training, settings, manifest),
    tests: testsOf(sources),
    examples: sources.comparison?.examples,
    parity: training && parityFacts(training),
    latency: latencyFacts(sources.results),
    forgetting: forgettingFacts(sources.comparison?.forgetting),
    steps: manifest.steps
      .filter(({ name }) => name !== "report")
      .map(({ name, seconds }) => ({ name, seconds })),
    artefacts: manifest.steps
      .filter(({ name }) => name !== "report")
      .flatMap(({ outputs }) => outputs.filter(({ path }) => !path.startsWith("runs/"))),
    commands: ["npm ci", trainCommand({ ...sources.context, experiment: manifest.id })],
  };
}

function systemContext(
  { context, manifest, results }: ReportSources,
  training: TrainingSummary | undefined,
): ReportData["system"] {
  const { settings } = context;
  return {
    source: sourceWords(settings.source),
    corpusSize: results?.baseline.corpus,
    baseModel: {
      name: settings.baseModel,
      dimensions: results?.baseline.dimensions,
      fingerprint: results?.baseline.fingerprint,
    },
    tunedFingerprint: results?.finetuned.fingerprint,
    tunedDimensions: results?.finetuned.dimensions,
    servedPrecision: settings.precision,
    searchPipeline: "exact cosine search over content vectors, ONNX model",
    versions: manifest.versions,
    hardware: training?.hardware,
  };
}

function sourceWords(text: string): string {
  const source = parseSource(text, "/");
  if (source.kind === "embedded")
    return "embedded PostgreSQL (PGlite) with pgvector, sample catalogue";
  if (source.kind === "postgres") return "PostgreSQL with pgvector";
  return source.format === "docs" ? "folder of documents" : `${source.format.toUpperCase()} file`;
}

function extractionFacts(facts: ExtractionSummary): ReportData["extraction"] {
  return {
    products: facts.total,
    categories: facts.categoryCount,
    meanCharacters: facts.meanCharacters,
    meanTokens: facts.meanTokens ?? undefined,
    maxTokens: facts.maxTokens ?? undefined,
    truncatedTexts: facts.cutTexts ?? undefined,
    withoutDescription: facts.withoutDescription,
  };
}

function generationFacts(facts: GenerationSummary | undefined): ReportData["generation"] {
  if (facts === undefined) return undefined;
  const [recorded, ruleMade] = [facts.provider === "recorded", facts.provider === "rules"];
  return {
    provider: facts.provider,
    model: recorded || ruleMade ? undefined : facts.model,
    promptVersion: facts.promptVersion ?? undefined,
    products: facts.products,
    queriesPerProduct: facts.queriesPerProduct,
    styles: facts.styles,
    pairs: facts.pairs,
    removed: facts.removed,
    skippedProducts: facts.skipped.length,
    skippedBecause: countsBy(facts.skipped.map(({ reason }) => reason)),
    costUsd: facts.costUsd,
    recorded,
    ruleMade,
  };
}

function countsBy(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]),
  );
}

function splitFacts(facts: SplitSummary | undefined, seed: number): ReportData["split"] {
  if (facts === undefined) return undefined;
  const { test, dev, known } = facts.shares;
  return {
    seed,
    shares: { train: 1 - test - dev, dev, test, known },
    groups: facts.groups,
    stratifiedBy: "category",
    pairs: facts.pairs,
    products: facts.products,
    leakCheck: facts.leakCheck,
  };
}

function trainingFacts(
  facts: TrainingSummary,
  { training, trainingSeed }: SettingsOfSteps,
  manifest: ExperimentManifest,
): ReportData["training"] {
  const titles = training.titles ? ", + titles" : "";
  const teacher = training.teacher === null ? "" : `, + teacher ${training.teacherLoss}`;
  return {
    loss: `MultipleNegativesRankingLoss (in-batch neg${titles}${teacher})`,
    epochs: facts.dev.epochs.length,
    bestEpoch: keptEpoch(facts),
    batchSize: training.batchSize,
    learningRate: training.learningRate,
    warmupShare: training.warmupRatio,
    schedule: training.schedule,
    seed: trainingSeed,
    pairs: facts.trainingPairs,
    device: facts.device,
    precision: facts.precision,
    seconds: facts.seconds,
    steps: facts.steps,
    parameters: facts.parameters,
    learningCurve: [
      { epoch: 0, metrics: facts.dev.base },
      ...facts.dev.evaluations.map(({ epoch, metrics }) => ({ epoch, metrics })),
    ],
    beatsBase: facts.beatsBase,
    hardNegatives: hardNegativeFacts(manifest),
  };
}

function hardNegativeFacts(manifest: ExperimentManifest) {
  const mined = manifest.steps.find(({ name }) => name === "mine")?.summary as
    | {
        report: {
          queriesWithNegatives: number;
          selected: number;
          excluded: Record<string, number>;
        } | null;
      }
    | undefined;
  const report = mined?.report ?? null;
  if (report === null) return undefined;
  return {
    queries: report.queriesWithNegatives,
    negatives: report.selected,
    excluded: report.excluded,
  };
}

function parityFacts({ parity }: TrainingSummary): ReportData["parity"] {
  return (["fp32", "int8"] as const).map((precision) => ({
    precision,
    texts: parity[precision].rows,
    minimumCosine: parity[precision].min,
    meanCosine: parity[precision].mean,
  }));
}

function latencyFacts(results: FinetunedResults | undefined): ReportData["latency"] {
  if (results === undefined) return undefined;
  return (["baseline", "finetuned"] as const).map((side) => ({
    system:
      side === "baseline" ? "base model, one query embedded" : "tuned model, one query embedded",
    queries: results.latencyMs[side].queries,
    p50Ms: results.latencyMs[side].p50,
    p95Ms: results.latencyMs[side].p95,
  }));
}
