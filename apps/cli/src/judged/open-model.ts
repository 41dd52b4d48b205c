import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Embedder, Precision } from "@searchfit/onnx-embedder";
import { CliError } from "../cli-error.ts";
import type { Workbench } from "../models/open-workbench.ts";

/** A model that a command names. */
export interface NamedModel {
  /** As the user wrote it. */
  readonly name: string;
  /** The model, loaded. */
  readonly embedder: Embedder;
}

/** How a named model is opened. */
export interface OpenModelOptions {
  /** A sentence-transformers folder, or an id on the hub. */
  readonly name: string;
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Which export is run. */
  readonly precision: Precision;
  /** Makes a workbench whose base model this one is; asked only when there is no export yet. */
  readonly workbenchOf: (model: string) => Workbench;
}

/**
 * Opens a model: a folder with an ONNX export as it is, anything else by way of the cache, where
 * the export is made once.
 *
 * @throws {CliError} `FILE_MISSING` when a path leads nowhere: before Python is asked for anything.
 */
export async function openModel(options: OpenModelOptions): Promise<NamedModel> {
  const { name, folder, precision, workbenchOf } = options;
  const path = resolve(folder, name);
  if (!isFolder(path)) refusePath(name);
  const model = isFolder(path) ? path : name;
  const workbench = workbenchOf(model);
  const place = hasExport(path, precision) ? path : (await workbench.baseModel()).folder;
  return { name, embedder: await workbench.embedder(place) };
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
