import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { withCacheLock } from "./cache-lock.ts";
import { copyModel } from "./copy-model.ts";
import { exportOnnx } from "./export-onnx.ts";
import { hashModel, listModelFiles } from "./model-files.ts";
import type { ModelFiles } from "./model-files.ts";
import { readPreparedModel, writePreparedModel } from "./prepared-model.ts";
import type { PreparedModel } from "./prepared-model.ts";
import type { TrainerContext } from "./run-trainer.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import type { ExportedFile } from "./trainer-job.ts";

/** A model that is to be put into the cache with its ONNX files. */
export interface PrepareModelOptions {
  /** What the trainer needs. */
  readonly context: Omit<TrainerContext, "workFolder">;
  /** Folder of prepared models. */
  readonly modelsFolder: string;
  /** Name for the folder's beginning. */
  readonly name: string;
  /** The model; it is only read. */
  readonly source: string;
  /** What is known about it. */
  readonly about: Pick<PreparedModel, "origin" | "source" | "revision" | "license">;
}

/** A model in the cache. */
export interface PreparedFolder {
  /** The folder. */
  readonly folder: string;
  /** What it says about itself. */
  readonly model: PreparedModel;
}

const leastCosine = 0.9999;

/**
 * A copy of the model in the cache, with `onnx/` beside the weights; made once for the same contents.
 *
 * @throws {TrainerBridgeError} `PICKLE_ONLY`, `INVALID_MODEL`, `EXPORT_FAILED`, `EXPORT_DIFFERS`.
 */
export async function prepareModel(options: PrepareModelOptions): Promise<PreparedFolder> {
  const files = await listWeightedFiles(options.source);
  const { contents, weights: sha256 } = await hashModel(options.source, files);
  const folder = join(options.modelsFolder, `${options.name}-${contents.slice(0, 12)}`);
  const found = await readPreparedModel(folder);
  if (found !== undefined) return { folder, model: found };
  const { signal, onLog } = options.context;
  const onWait = (holder: number | undefined): void =>
    onLog?.(
      `Waiting for ${holder === undefined ? "another process" : `process ${holder}`} to prepare ${folder}`,
    );
  return await withCacheLock({ path: folder, onWait, signal }, async () => {
    const model =
      (await readPreparedModel(folder)) ??
      (await make(options, files, { ...options.about, contents, sha256, folder }));
    return { folder, model };
  });
}

/** Lists a model's files, and refuses one without weights that can be read safely. */
export async function listWeightedFiles(folder: string): Promise<ModelFiles> {
  const files = await listModelFiles(folder);
  if (files.weights.length > 0) return files;
  throw new TrainerBridgeError({
    code: files.hasPickles ? "PICKLE_ONLY" : "INVALID_MODEL",
    message: `Expected *.safetensors weights in ${folder}, got ${files.hasPickles ? "pickled weights only, which are never loaded" : "none"}.`,
    hint: "Take a model published as safetensors.",
    details: { folder, files: files.paths.slice(0, 20) },
  });
}

type Making = Omit<PreparedModel, "onnx"> & { readonly folder: string };

async function make(
  options: PrepareModelOptions,
  files: ModelFiles,
  { folder, ...about }: Making,
): Promise<PreparedModel> {
  await removeLeftovers(folder);
  const making = `${folder}.making-${process.pid}`;
  const workFolder = `${folder}.work-${process.pid}`;
  try {
    await mkdir(making, { recursive: true });
    await copyModel(options.source, making, files);
    const { files: onnx } = await exportOnnx({
      ...options.context,
      workFolder,
      modelFolder: making,
    });
    expectAgreement(onnx.fp32, options.source);
    const model = { ...about, onnx };
    await writePreparedModel(making, model);
    await rm(folder, { recursive: true, force: true });
    await rename(making, folder);
    return model;
  } finally {
    await removeLeftovers(folder);
  }
}

/** What killed processes left; the lock is held, so nobody else is making this model now. */
async function removeLeftovers(folder: string): Promise<void> {
  const begins = [`${basename(folder)}.making-`, `${basename(folder)}.work-`];
  for (const name of await readdir(dirname(folder)).catch(() => [])) {
    if (begins.some((begin) => name.startsWith(begin))) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

function expectAgreement(fp32: ExportedFile | undefined, source: string): void {
  const cosine = fp32?.parity.minCosine ?? 0;
  if (cosine >= leastCosine) return;
  throw new TrainerBridgeError({
    code: "EXPORT_DIFFERS",
    message: `Expected the ONNX export of ${source} to agree with the model (cosine ${leastCosine} or more on every check text), got ${cosine}.`,
    hint: "This model cannot be served from its ONNX export; take another one.",
    details: { parity: fp32?.parity },
  });
}
