import { availableParallelism } from "node:os";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import {
  ensurePythonEnvironment,
  resolveBaseModel,
  type BaseModel,
  type PythonEnvironment,
} from "@searchfit/trainer-bridge";
import { cacheFolder } from "../settings/cache-folder.ts";
import type { Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { withPrompts } from "./with-prompts.ts";

/** Python, models and embedders, made once and only when asked for. */
export interface Workbench {
  /** The pinned Python environment; built at first use. */
  python(): Promise<PythonEnvironment>;
  /** The base model with its ONNX export. */
  baseModel(): Promise<BaseModel>;
  /** An embedder of a model folder; the same one for the same folder. */
  embedder(folder: string): Promise<Embedder>;
  /** Cores to use. */
  readonly threads: number;
  /** Folder of what can be made again. */
  readonly cache: string;
  /** Frees the models. */
  close(): Promise<void>;
}

/** What a workbench is opened with. */
export interface OpenWorkbenchOptions {
  /** Base model, precision, threads, Python. */
  readonly settings: Pick<Settings, "baseModel" | "precision" | "threads" | "python"> & {
    /** Prompts that the base model is to be run with. */
    readonly training?: Pick<Settings["training"], "queryPrompt" | "documentPrompt">;
  };
  /** Environment variables, for the cache folder and the child processes. */
  readonly environment: Environment;
  /** Where to show progress. */
  readonly terminal: Terminal;
  /** Stops the making of environment and model. */
  readonly signal: AbortSignal;
}

/** Opens a workbench; nothing is made yet. */
export function openWorkbench(options: OpenWorkbenchOptions): Workbench {
  const { settings, environment, signal } = options;
  const cache = cacheFolder(environment);
  const threads = settings.threads ?? availableParallelism();
  const embedders = new Map<string, Promise<Embedder>>();
  const python = once(() => makePython(options, cache));
  const baseModel = once(async () =>
    makeBaseModel(options, { pythonEnvironment: await python(), cache, signal }),
  );
  return {
    python,
    baseModel,
    threads,
    cache,
    embedder: (folder) => {
      const known = embedders.get(folder);
      if (known !== undefined) return known;
      const made = createEmbedder({ folder, precision: settings.precision, threads });
      embedders.set(folder, made);
      return made;
    },
    close: async () => {
      for (const embedder of embedders.values()) await (await embedder).close();
    },
  };
}

async function makePython(
  { settings, environment, terminal, signal }: OpenWorkbenchOptions,
  cache: string,
): Promise<PythonEnvironment> {
  const line = terminal.progress("Python environment", "packages");
  let built = false;
  try {
    return await ensurePythonEnvironment({
      cacheFolder: cache,
      environment,
      ...(settings.python === null ? {} : { python: settings.python }),
      signal,
      onProgress: ({ stage, message, done, total }) => {
        built ||= stage === "create";
        if (done !== undefined && total !== undefined) {
          line.update({ done: Math.floor(done), total, extra: message });
        } else line.say(message);
      },
    });
  } finally {
    line.end(built ? "Python environment built; later runs use it again." : undefined);
  }
}

async function makeBaseModel(
  { settings, terminal }: OpenWorkbenchOptions,
  given: {
    readonly pythonEnvironment: PythonEnvironment;
    readonly cache: string;
    readonly signal: AbortSignal;
  },
): Promise<BaseModel> {
  const line = terminal.progress("base model", "texts");
  try {
    const base = await resolveBaseModel({
      environment: given.pythonEnvironment,
      model: settings.baseModel,
      cacheFolder: given.cache,
      signal: given.signal,
      onEvent: (event) => {
        if (event.type === "progress") line.update(event);
        else if (event.type === "note") line.say(event.message);
      },
    });
    const { queryPrompt = null, documentPrompt = null } = settings.training ?? {};
    const prompts = { query: queryPrompt, document: documentPrompt };
    return { ...base, folder: await withPrompts(base.folder, prompts, given.cache) };
  } finally {
    line.end();
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
