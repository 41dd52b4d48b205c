import { existsSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Embedder, Precision } from "@searchfit/onnx-embedder";
import { CliError } from "../cli-error.ts";
import { stopOnSignals } from "../commands/stop-on-signals.ts";
import { openWorkbench, type Workbench } from "../models/open-workbench.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment } from "../settings/read-environment.ts";
import { settingsSchema } from "../settings/settings.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Flags of commands that run models they are given by name. */
export interface ModelFlags {
  readonly precision?: "fp32" | "int8";
  readonly threads?: number;
  readonly python?: string;
  readonly config?: string;
}

/** A model that a command names. */
export interface NamedModel {
  /** As the user wrote it. */
  readonly name: string;
  /** The model, loaded. */
  readonly embedder: Embedder;
}

/** Opens models by name, and frees them. */
export interface Models {
  /**
   * Opens a model: a folder with an ONNX export as it is, anything else by way of the cache, where
   * the export is made once.
   *
   * @throws {CliError} `FILE_MISSING` when a path leads nowhere, before Python is asked for anything.
   */
  readonly open: (name: string) => Promise<NamedModel>;
  /** Cores to use. */
  readonly threads: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Frees the models. */
  readonly close: () => Promise<void>;
}

/** Reads precision, threads and Python from flags, environment and file; opens no model yet. */
export async function openModels(flags: ModelFlags, terminal: Terminal): Promise<Models> {
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const file = settingsSchema.parse(await readConfigFile(folder, flags.config));
  const precision = flags.precision ?? file.precision;
  const threads = flags.threads ?? file.threads ?? availableParallelism();
  const python = flags.python ?? environment.SEARCHFIT_PYTHON ?? file.python;
  const { signal, dispose } = stopOnSignals();
  const benches: Workbench[] = [];
  return {
    threads,
    signal,
    open: async (name) => {
      const place = resolve(folder, name);
      const known = isFolder(place);
      if (!known) refusePath(name);
      const settings = { baseModel: known ? place : name, precision, threads, python };
      const bench = openWorkbench({ settings, environment, terminal, signal });
      benches.push(bench);
      const ready = hasExport(place, precision) ? place : (await bench.baseModel()).folder;
      return { name, embedder: await bench.embedder(ready) };
    },
    close: async () => {
      for (const bench of benches) await bench.close();
      dispose();
    },
  };
}

/** True when a folder holds the ONNX export of a precision. */
export function hasExport(folder: string, precision: Precision): boolean {
  const file = precision === "int8" ? "model_int8.onnx" : "model.onnx";
  return existsSync(join(folder, "onnx", file));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Ids of the hub are `name` or `owner/name`; whatever else is not there was meant as a path. */
function refusePath(name: string): void {
  if (/^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/u.test(name)) return;
  throw new CliError("FILE_MISSING", `Expected a model folder at ${name}, found none.`, {
    hint: "Give a sentence-transformers folder, such as experiments/default/model, or an id on the hub.",
  });
}
