import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { OnnxPrecision } from "./export-onnx.ts";
import { fetchNamedModel } from "./fetch-named-model.ts";
import { hashModel } from "./model-files.ts";
import { listWeightedFiles, prepareModel } from "./prepare-model.ts";
import type { PreparedFolder } from "./prepare-model.ts";
import { onnxFileNames } from "./prepared-model.ts";
import type { ModelOrigin } from "./prepared-model.ts";
import type { TrainerContext } from "./run-trainer.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { translateSystemError } from "./translate-system-error.ts";

/** Options of {@link resolveBaseModel}. */
export interface ResolveBaseModelOptions extends Omit<TrainerContext, "workFolder"> {
  /** A folder, or an id at the hub such as "sentence-transformers/all-MiniLM-L6-v2". */
  readonly model: string;
  /** Where prepared models are kept: `<cacheFolder>/models/<name>-<hash>`. */
  readonly cacheFolder: string;
  /**
   * Commit or tag at the hub.
   *
   * @default the newest
   */
  readonly revision?: string | undefined;
  /**
   * ONNX files that a given folder has to have to be taken as it is.
   *
   * @default ["fp32", "int8"]
   */
  readonly precisions?: readonly OnnxPrecision[] | undefined;
  /**
   * Longest wait for the hub.
   *
   * @default 20
   */
  readonly hubTimeoutSeconds?: number | undefined;
}

/** A base model that is there. */
export interface BaseModel {
  /** sentence-transformers folder with `onnx/model.onnx` and `onnx/model_int8.onnx`. */
  readonly folder: string;
  /** Where it came from. */
  readonly origin: ModelOrigin;
  /** The same in words, for people. */
  readonly source: string;
  /** SHA-256 of the weights. */
  readonly sha256: string;
  /** Commit at the hub, where it came from there. */
  readonly revision?: string | undefined;
  /** Licence, where the source names it. */
  readonly license?: string | undefined;
}

/**
 * Finds a base model: a folder of that name, else the hub, else (for all-MiniLM-L6-v2, when the hub is
 * out of reach) the copy that a package of the Python environment holds; with its ONNX files.
 *
 * A given folder is never written to: without ONNX files it is copied into the cache and exported there,
 * once. A model of the hub is asked for once; after that the cache serves.
 *
 * @throws {TrainerBridgeError} `MODEL_NOT_FOUND`, `HUB_UNREACHABLE`, `PICKLE_ONLY`, `INVALID_MODEL`,
 *   `EXPORT_FAILED`, `EXPORT_DIFFERS`, and the codes of `runTrainer`.
 * @throws The signal's reason when it was aborted.
 * @example
 * const base = await resolveBaseModel({
 *   environment,
 *   model: "sentence-transformers/all-MiniLM-L6-v2",
 *   cacheFolder,
 * });
 * // { folder: "…/models/sentence-transformers--all-MiniLM-L6-v2-…", origin: "packaged", sha256: "53aa…", … }
 */
export async function resolveBaseModel(options: ResolveBaseModelOptions): Promise<BaseModel> {
  options.signal?.throwIfAborted();
  const modelsFolder = join(resolve(options.cacheFolder), "models");
  try {
    const isFolder = await isExistingFolder(options.model);
    if (isFolder) return await takeFolder(options, modelsFolder);
    refuseMissingPath(options.model);
    return toBaseModel(await fetchNamedModel({ ...options, modelsFolder }));
  } catch (error) {
    throw translateSystemError(error, modelsFolder);
  }
}

async function isExistingFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

function refuseMissingPath(model: string): void {
  if (/^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/u.test(model)) return;
  throw new TrainerBridgeError({
    code: "MODEL_NOT_FOUND",
    message: `Expected a model folder or an id at the hub (owner/name), got ${JSON.stringify(model.slice(0, 200))}: there is no such folder.`,
    hint: "Check the path, or give an id such as sentence-transformers/all-MiniLM-L6-v2.",
    details: { model },
  });
}

async function takeFolder(
  options: ResolveBaseModelOptions,
  modelsFolder: string,
): Promise<BaseModel> {
  const source = resolve(options.model);
  const files = await listWeightedFiles(source);
  if (await hasOnnxFiles(source, options.precisions ?? ["fp32", "int8"])) {
    const { weights: sha256 } = await hashModel(source, files);
    return { folder: source, origin: "folder", source: `the folder ${source}`, sha256 };
  }
  const about = { origin: "folder", source: `the folder ${source}` } as const;
  const name = basename(source).replaceAll(/[^\w.-]/gu, "-");
  return toBaseModel(await prepareModel({ context: options, modelsFolder, name, source, about }));
}

async function hasOnnxFiles(
  folder: string,
  precisions: readonly OnnxPrecision[],
): Promise<boolean> {
  const found = await Promise.all(
    precisions.map((precision) =>
      stat(join(folder, "onnx", onnxFileNames[precision])).catch(() => undefined),
    ),
  );
  return found.every((file) => file?.isFile() === true);
}

function toBaseModel({ folder, model }: PreparedFolder): BaseModel {
  const { origin, source, sha256, revision, license } = model;
  return {
    folder,
    origin,
    source,
    sha256,
    ...(revision === undefined ? {} : { revision }),
    ...(license === undefined ? {} : { license }),
  };
}
