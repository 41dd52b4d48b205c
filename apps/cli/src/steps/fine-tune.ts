import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import {
  exportOnnx,
  trainModel,
  type BaseModel,
  type PythonEnvironment,
  type TrainingResult,
} from "@searchfit/trainer-bridge";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { productsFile } from "./catalogue.ts";
import { checkParity } from "./check-parity.ts";
import { negativesFile } from "./mine.ts";
import { runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { showTraining } from "./show-training.ts";
import { writeTrainingFiles, type TrainingFiles } from "./training-files.ts";

/** Folder of the tuned model. */
export const modelFolder = "model";

/** What the step keeps of itself. */
export interface TrainingSummary extends TrainingResult {
  /** Pairs, titles not counted. */
  readonly trainingPairs: number;
  /** Agreement of the exports with sentence-transformers. */
  readonly parity: Readonly<Record<"fp32" | "int8", { rows: number; min: number; mean: number }>>;
}

/** Trains the model, exports it, and proves that the export is the model. */
export const fineTune: ChainStep = {
  name: "fine-tune",
  description: "Train the model on the pairs; dev picks the epoch; export it to ONNX and check it.",
  run: async (context) => {
    const { settings, workbench } = context;
    const base = await workbench.baseModel();
    const { model } = await workbench.embedder(base.folder);
    const outcome = await context.experiment.runStep(
      {
        name: "fine-tune",
        version: 1,
        config: {
          ...settings.training,
          device: settings.device,
          seed: settings.seed,
          base: model.fingerprint,
        },
        inputs: [
          productsFile,
          splitFiles.train,
          splitFiles.summary,
          splitFiles.tests,
          negativesFile,
          runFile("baseline", "content", "dev"),
        ],
        outputs: [modelFolder, "training.log", "metrics.jsonl", "checkpoints"],
        force: context.forced.has("fine-tune"),
      },
      ({ workFolder }) => train(context, base, workFolder),
    );
    if (outcome.status === "done") print(outcome.summary, context);
    return outcome;
  },
};

async function train(context: ChainContext, base: BaseModel, workFolder: string): Promise<Json> {
  const { experiment, settings, workbench } = context;
  const environment = await workbench.python();
  const { titles } = settings.training;
  const files = await writeTrainingFiles(experiment.folder, workFolder, { titles });
  const result = await resumeTraining(context, { environment, base, files, workFolder });
  const folder = join(workFolder, modelFolder);
  const line = context.terminal.progress("exporting to ONNX", "texts");
  await exportOnnx({
    environment,
    modelFolder: folder,
    threads: workbench.threads,
    workFolder: join(workFolder, "trainer"),
    signal: context.signal,
    onEvent: (event) => {
      if (event.type === "progress") line.update(event);
    },
  });
  line.end();
  const parity = await checkParity(context, folder, workFolder);
  await addToMetadata(folder, { onnxParity: parity as unknown as Json });
  const summary: TrainingSummary = {
    ...result,
    modelFolder,
    trainingPairs: files.pairs,
    parity,
  };
  return summary as unknown as Json;
}

interface TrainingPlace {
  readonly environment: PythonEnvironment;
  readonly base: BaseModel;
  readonly files: TrainingFiles;
  readonly workFolder: string;
}

/** Trains, or goes on from the last checkpoint, or takes the result of a training that had ended. */
async function resumeTraining(
  context: ChainContext,
  { environment, base, files, workFolder }: TrainingPlace,
): Promise<TrainingResult> {
  const resultFile = join(workFolder, "trainer", "result.json");
  if (existsSync(resultFile)) {
    return JSON.parse(await readFile(resultFile, "utf8")) as TrainingResult;
  }
  const { titles: _, ...training } = context.settings.training;
  const shown = showTraining(context.terminal);
  const result = await trainModel({
    environment,
    baseModel: base.folder,
    trainFile: files.trainFile,
    dev: files.dev,
    outputFolder: join(workFolder, modelFolder),
    checkpointFolder: join(workFolder, "checkpoints"),
    logFile: join(workFolder, "training.log"),
    metricsFile: join(workFolder, "metrics.jsonl"),
    settings: {
      baseModelName: context.settings.baseModel,
      ...training,
      seed: context.settings.seed,
      device: context.settings.device,
      threads: context.workbench.threads,
    },
    workFolder: join(workFolder, "trainer"),
    onEvent: shown.onEvent,
    // A step under load may take a while; the checkpoint after it is worth the wait.
    killAfterMs: 30_000,
    signal: context.signal,
  }).finally(shown.end);
  await rm(join(workFolder, modelFolder, "onnx"), { recursive: true, force: true });
  await writeFileDurably(resultFile, `${JSON.stringify(result)}\n`);
  return result;
}

async function addToMetadata(
  folder: string,
  facts: { readonly [key: string]: Json },
): Promise<void> {
  const file = join(folder, "metadata.json");
  const metadata = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFileDurably(file, `${JSON.stringify({ ...metadata, ...facts }, null, 2)}\n`);
}

function print(summary: Json, { terminal }: ChainContext): void {
  const { dev, bestEpoch, beatsBase, parity } = summary as unknown as TrainingSummary;
  const figure = (metrics: Readonly<Record<string, number>> | undefined) =>
    (metrics?.["ndcg@10"] ?? 0).toFixed(4);
  terminal.note(`  dev NDCG@10  base ${figure(dev.base)}`);
  for (const [index, metrics] of dev.epochs.entries()) {
    const chosen = index + 1 === bestEpoch ? "  ← chosen" : "";
    terminal.note(`               epoch ${index + 1} ${figure(metrics)}${chosen}`);
  }
  if (!beatsBase) {
    terminal.warn(
      "  No epoch is better than the untrained base model on dev: training did not help.",
    );
  }
  terminal.note(
    `  ONNX export against SentenceTransformer, ${parity.fp32.rows} texts: lowest cosine fp32 ${parity.fp32.min.toFixed(7)}, int8 ${parity.int8.min.toFixed(4)}`,
  );
}
