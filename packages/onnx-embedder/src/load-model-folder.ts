import { createHash } from "node:crypto";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { fingerprintFiles } from "./fingerprint-files.ts";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";
import type { Pooling } from "./pool-tokens.ts";
import { readJsonFile } from "./read-json-file.ts";
import { readModules } from "./read-modules.ts";
import { readPrompts } from "./read-prompts.ts";

/** Number format of the weights: `fp32` is exact, `int8` smaller and faster with other vectors. */
export type Precision = "fp32" | "int8";

/** A sentence-transformers folder with an ONNX export, as read from disk. */
export interface ModelFolder {
  /** The folder. */
  readonly path: string;
  /** Values of one embedding. */
  readonly dimensions: number;
  /** Tokens of a text that the model sees, special tokens included; the rest is cut. */
  readonly maxTokens: number;
  /** Token ids that the model knows, 0 to one less; undefined where `config.json` does not say it. */
  readonly vocabularySize: number | undefined;
  /** How token embeddings become one. */
  readonly pooling: Pooling;
  /** Whether embeddings have length 1. */
  readonly normalize: boolean;
  /** Whether a prompt's tokens are pooled with the text's; the model reads them in either case. */
  readonly includePrompt: boolean;
  /** Text put before a query or document, by name; empty for models without prompts. */
  readonly prompts: Readonly<Record<string, string>>;
  /** Which export is run. */
  readonly precision: Precision;
  /** ONNX file relative to the folder. */
  readonly onnxFile: string;
  /** SHA-256 over the export, tokenizer and settings: two folders with one fingerprint give one result. */
  readonly fingerprint: string;
}

const onnxFiles: Record<Precision, string> = {
  fp32: join("onnx", "model.onnx"),
  int8: join("onnx", "model_int8.onnx"),
};

/**
 * Reads what a model folder says about itself: pooling, normalisation, length limit, prompts.
 *
 * @param path A sentence-transformers folder with `onnx/model.onnx` (or `onnx/model_int8.onnx`).
 * @param options Which export to use; `fp32` unless said.
 * @returns The folder's settings and its fingerprint.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`.
 * @example
 * const model = await loadModelFolder("experiments/default/model");
 * model.pooling; // "mean"
 */
export async function loadModelFolder(
  path: string,
  options: { readonly precision?: Precision } = {},
): Promise<ModelFolder> {
  const precision = options.precision ?? "fp32";
  const onnxFile = onnxFiles[precision];
  await requireFile(
    path,
    onnxFile,
    "Export the model to ONNX first: trainer-bridge's exportOnnx writes it.",
  );
  const modules = await readModules(path);
  const config = (await readJsonFile(join(path, "config.json"))) as Record<string, unknown>;
  const limits = (await readJsonFile(join(path, "sentence_bert_config.json"), {})) as {
    max_seq_length?: unknown;
  };
  const tokenizer = (await readJsonFile(join(path, "tokenizer_config.json"), {})) as {
    model_max_length?: unknown;
  };
  const settings = {
    dimensions: modules.dimensions ?? positiveInteger(config.hidden_size, path, "hidden_size"),
    maxTokens: tokenLimit([
      limits.max_seq_length,
      tokenizer.model_max_length,
      config.max_position_embeddings,
    ]),
    pooling: modules.pooling,
    normalize: modules.normalize,
    includePrompt: modules.includePrompt,
    prompts: await readPrompts(path),
  };
  await requireFile(path, "tokenizer.json", "Is this a sentence-transformers folder?");
  const vocabularySize = typeof config.vocab_size === "number" ? config.vocab_size : undefined;
  const files = await fingerprintFiles(path, [onnxFile, "tokenizer.json"]);
  const fingerprint = identity(files, settings);
  return { path, ...settings, vocabularySize, precision, onnxFile, fingerprint };
}

/** Joins the files' hash with the settings that change vectors, in a fixed order. */
function identity(
  files: string,
  settings: Omit<ModelFolder, "path" | "vocabularySize" | "precision" | "onnxFile" | "fingerprint">,
): string {
  const text = JSON.stringify([
    files,
    settings.dimensions,
    settings.maxTokens,
    settings.pooling,
    settings.normalize,
    Object.entries(settings.prompts).sort(([a], [b]) => (a < b ? -1 : 1)),
    ...(settings.includePrompt ? [] : ["prompt tokens are not pooled"]), // others keep their fingerprint
  ]);
  return createHash("sha256").update(text).digest("hex");
}

async function requireFile(folder: string, file: string, hint: string): Promise<void> {
  try {
    await access(join(folder, file));
  } catch (cause) {
    throw new OnnxEmbedderError("MODEL_FILE_MISSING", `Expected ${file} in ${folder}.`, {
      hint,
      cause,
    });
  }
}

/** Smallest limit that the folder names; newer folders keep it with the tokenizer only. */
function tokenLimit(values: readonly unknown[]): number {
  const limits = values.filter((limit): limit is number => typeof limit === "number" && limit > 0);
  return limits.length === 0 ? 512 : Math.min(...limits);
}

function positiveInteger(value: unknown, folder: string, name: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new OnnxEmbedderError(
    "MODEL_FILE_INVALID",
    `${join(folder, "config.json")}: expected "${name}" to be a positive integer, got ${JSON.stringify(value)}.`,
  );
}
