import * as is from "./field-checks.ts";
import type { FieldChecks } from "./field-checks.ts";
import type { TrainerEvent } from "./trainer-event.ts";
import type { TrainerJob } from "./trainer-job.ts";

const hardware = is.objectWith({
  cpu: is.text,
  cores: is.count,
  memoryGiB: is.quantity,
  gpu: is.optional(is.text),
});

/** What every event has to hold. */
export const eventFields: Readonly<Record<TrainerEvent["type"], FieldChecks>> = {
  hello: {
    protocol: is.count,
    trainer: is.text,
    python: is.text,
    torch: is.nullable(is.text),
    sentenceTransformers: is.nullable(is.text),
    job: is.text,
  },
  "job-start": { job: is.text },
  "training-start": {
    pairs: is.count,
    epochs: is.count,
    batchSize: is.count,
    stepsPerEpoch: is.count,
    totalSteps: is.count,
    learningRate: is.quantity,
    device: is.text,
    precision: is.text,
    threads: is.count,
    parameters: is.count,
    trainableParameters: is.count,
    hardware,
    resumedFromStep: is.optional(is.count),
  },
  "step-end": {
    step: is.count,
    totalSteps: is.count,
    epoch: is.count,
    loss: is.quantity,
    learningRate: is.quantity,
    pairsPerSecond: is.quantity,
    etaSeconds: is.quantity,
  },
  "evaluation-start": { epoch: is.quantity, step: is.count, queries: is.count },
  "evaluation-progress": { epoch: is.quantity, done: is.count, total: is.count },
  "evaluation-end": { epoch: is.quantity, step: is.count, metrics: is.mapOf(is.quantity) },
  "checkpoint-saved": { step: is.count, folder: is.text },
  note: { message: is.text },
  progress: { job: is.text, done: is.count, total: is.count, unit: is.text },
  "training-end": { result: is.record },
  "job-end": { job: is.text, result: is.record },
  error: {
    code: is.text,
    message: is.text,
    hint: is.optional(is.text),
    details: is.optional(is.anything),
    traceback: is.optional(is.text),
  },
};

const parity = is.objectWith({
  minCosine: is.quantity,
  meanCosine: is.quantity,
  maxDifference: is.quantity,
});

/** What every job's result has to hold. */
export const resultFields: Readonly<Record<TrainerJob, FieldChecks>> = {
  train: {
    modelFolder: is.text,
    bestEpoch: is.count,
    bestStep: is.count,
    beatsBase: is.flag,
    tunedShare: is.quantity,
    average: is.nullable(
      is.objectWith({ evaluations: is.count, kept: is.flag, "ndcg@10": is.quantity }),
    ),
    devByDimensions: is.mapOf(is.quantity),
    dev: is.objectWith({
      base: is.mapOf(is.quantity),
      epochs: is.listOf(is.mapOf(is.quantity)),
      evaluations: is.listOf(
        is.objectWith({ step: is.count, epoch: is.quantity, metrics: is.mapOf(is.quantity) }),
      ),
    }),
    devQueries: is.objectWith({ scored: is.count, skipped: is.count }),
    seconds: is.quantity,
    steps: is.count,
    pairs: is.count,
    device: is.text,
    precision: is.text,
    parameters: is.count,
    hardware,
    peakMemoryMiB: is.quantity,
  },
  "export-onnx": {
    folder: is.text,
    inputs: is.listOf(is.text),
    output: is.text,
    files: is.mapOf(is.objectWith({ file: is.text, sha256: is.text, bytes: is.count, parity })),
    checkTexts: is.count,
  },
  encode: { outputFile: is.text, rows: is.count, dimensions: is.count },
  "resolve-hub-model": {
    folder: is.text,
    modelId: is.text,
    revision: is.nullable(is.text),
    license: is.nullable(is.text),
    fromCache: is.flag,
  },
  "copy-packaged-model": {
    folder: is.text,
    modelId: is.text,
    license: is.text,
    source: is.text,
    sha256: is.text,
  },
  describe: {
    protocol: is.count,
    trainer: is.text,
    versions: is.mapOf(is.nullable(is.text)),
    device: is.text,
    nativeBf16: is.flag,
    threads: is.count,
    hardware,
  },
};
