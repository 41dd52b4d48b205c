import { existsSync } from "node:fs";
import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import {
  adoptTrainingJob,
  exportOnnx,
  trainModel,
  type BaseModel,
  type PythonEnvironment,
  type TrainingInputs,
  type TrainingResult,
} from "@searchfit/trainer-bridge";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { runFreshStep } from "../chain/run-fresh-step.ts";
import { checkParity } from "./check-parity.ts";
import { showTraining } from "./show-training.ts";
import { prepareTraining, teacherFolder, trainingSources } from "./training-inputs.ts";

/** Folder of the tuned model. */
export const modelFolder = "model";

/** What the step keeps of itself. */
export interface TrainingSummary extends TrainingResult {
  /** Pairs, titles not counted. */
  readonly trainingPairs: number;
  /** Head queries made of titles that trained beside them. */
  readonly headQueries: number;
  /** Agreement of the exports with sentence-transformers. */
  readonly parity: Readonly<Record<"fp32" | "int8", { rows: number; min: number; mean: number }>>;
}

/** Epoch of the weights that were kept; undefined where that is the mean of several. */
export function keptEpoch({ average, bestStep, dev }: TrainingSummary): number | undefined {
  if (average?.kept === true) return undefined;
  return dev.evaluations.find(({ step }) => step === bestStep)?.epoch;
}

/** Trains the model, exports it, and proves that the export is the model. */
export const fineTune: ChainStep = {
  name: "fine-tune",
  description: "Train the model on the pairs; dev picks the epoch; export it to ONNX and check it.",
  run: async (context) => {
    const { settings, workbench } = context;
    const base = await workbench.baseModel();
    const { model } = await workbench.embedder(base.folder);
    const teacher = teacherFolder(context);
    const outcome = await runFreshStep(
      context,
      {
        name: "fine-tune",
        version: 1,
        config: {
          ...settings.training,
          device: settings.device,
          seed: settings.seed,
          base: model.fingerprint,
        },
        inputs: [...trainingSources, ...(teacher === undefined ? [] : [teacher])],
        // The checkpoints stay in the work folder, which is deleted when the step is recorded as done.
        outputs: [modelFolder, "training.log", "metrics.jsonl"],
        force: context.forced.has("fine-tune") || context.adopted !== undefined,
      },
      ({ workFolder }) => train(context, base, workFolder),
    );
    if (outcome.status === "done") print(outcome.summary, context);
    return outcome;
  },
};

async function train(context: ChainContext, base: BaseModel, workFolder: string): Promise<Json> {
  const environment = await context.workbench.python();
  const prepared = await prepareTraining(context, base, workFolder);
  const place = { environment, inputs: prepared.inputs, workFolder };
  if (context.adopted !== undefined) await takeBack(context.adopted, place, context);
  const result = await resumeTraining(context, place);
  const folder = join(workFolder, modelFolder);
  const line = context.terminal.progress("exporting to ONNX", "texts");
  await exportOnnx({
    environment,
    modelFolder: folder,
    threads: context.workbench.threads,
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
    trainingPairs: prepared.pairs,
    headQueries: prepared.headQueries,
    parity,
  };
  return summary as unknown as Json;
}

interface TrainingPlace {
  readonly environment: PythonEnvironment;
  readonly inputs: TrainingInputs;
  readonly workFolder: string;
}

/** The result of a training that has ended; written last. */
function resultFile(workFolder: string): string {
  return join(workFolder, "trainer", "result.json");
}

/** Puts a training that ran elsewhere where one that ran here would have left it. */
async function takeBack(
  folder: string,
  { inputs, workFolder }: TrainingPlace,
  { terminal }: ChainContext,
): Promise<void> {
  const { result, differing } = await adoptTrainingJob({
    ...inputs,
    folder,
    targetFolder: workFolder,
  });
  terminal.note(
    `  trained elsewhere: ${result.hardware.gpu ?? result.hardware.cpu}, ${result.device}, ${result.precision}`,
  );
  if (differing.length > 0) terminal.warn(`  with other versions: ${differing.join(", ")}`);
  for (const name of ["training.log", "metrics.jsonl"])
    await appendFile(join(workFolder, name), "");
  await writeFileDurably(resultFile(workFolder), `${JSON.stringify(result)}\n`);
}

/** Trains, or goes on from the last checkpoint, or takes the result of a training that had ended. */
async function resumeTraining(
  context: ChainContext,
  { environment, inputs, workFolder }: TrainingPlace,
): Promise<TrainingResult> {
  const kept = resultFile(workFolder);
  if (existsSync(kept)) return JSON.parse(await readFile(kept, "utf8")) as TrainingResult;
  const shown = showTraining(context.terminal);
  const result = await trainModel({
    ...inputs,
    environment,
    outputFolder: join(workFolder, modelFolder),
    checkpointFolder: join(workFolder, "checkpoints"),
    logFile: join(workFolder, "training.log"),
    metricsFile: join(workFolder, "metrics.jsonl"),
    settings: { ...inputs.settings, threads: context.workbench.threads },
    workFolder: join(workFolder, "trainer"),
    onEvent: shown.onEvent,
    // A step under load may take a while; the checkpoint after it is worth the wait.
    killAfterMs: 30_000,
    signal: context.signal,
  }).finally(shown.end);
  await rm(join(workFolder, modelFolder, "onnx"), { recursive: true, force: true });
  await writeFileDurably(kept, `${JSON.stringify(result)}\n`);
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
  const { dev, bestStep, average, beatsBase, parity } = summary as unknown as TrainingSummary;
  const figure = (metrics: { readonly "ndcg@10"?: number }) => (metrics["ndcg@10"] ?? 0).toFixed(4);
  terminal.note(`  dev NDCG@10  base ${figure(dev.base)}`);
  for (const { step, epoch, metrics } of dev.evaluations) {
    const chosen = step === bestStep && average?.kept !== true ? "  ← chosen" : "";
    terminal.note(`               epoch ${epoch} ${figure(metrics)}${chosen}`);
  }
  if (average !== null) {
    const chosen = average.kept ? "  ← chosen" : "";
    terminal.note(`               mean of ${average.evaluations} ${figure(average)}${chosen}`);
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
