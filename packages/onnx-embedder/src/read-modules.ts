import { join } from "node:path";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";
import type { Pooling } from "./pool-tokens.ts";
import { readJsonFile } from "./read-json-file.ts";

/** What the module list of a sentence-transformers folder says about pooling. */
export interface ModuleSettings {
  /** Rule by which token embeddings become one. */
  readonly pooling: Pooling;
  /** Whether embeddings are scaled to length 1. */
  readonly normalize: boolean;
  /** Whether the tokens of a prompt are pooled, too; false for INSTRUCTOR and its like. */
  readonly includePrompt: boolean;
  /** Values of one embedding, where the pooling module says it. */
  readonly dimensions: number | undefined;
  /** Files that were read, relative to the folder. */
  readonly files: readonly string[];
}

const poolingFlags: readonly (readonly [flag: string, pooling: Pooling])[] = [
  ["pooling_mode_cls_token", "cls"],
  ["pooling_mode_max_tokens", "max"],
  ["pooling_mode_mean_tokens", "mean"],
  ["pooling_mode_lasttoken", "lasttoken"],
];

/**
 * Reads `modules.json` and the pooling module's `config.json`.
 *
 * @param folder A sentence-transformers folder.
 * @returns Pooling and normalisation as the folder says.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID` (also for modules or
 *   pooling modes that we do not run, such as a Dense layer or weighted mean).
 */
export async function readModules(folder: string): Promise<ModuleSettings> {
  const path = join(folder, "modules.json");
  const modules = moduleList(await readJsonFile(path), path);
  const pooling = modules.find((module) => module.kind === "Pooling");
  const known = new Set(["Transformer", "Pooling", "Normalize"]);
  const stranger = modules.find((module) => !known.has(module.kind));
  if (stranger !== undefined || pooling === undefined) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${path}: expected the modules Transformer, Pooling and (optionally) Normalize, got ${modules.map((module) => module.kind).join(", ")}.`,
    );
  }
  const poolingFile = join(pooling.path, "config.json");
  const config = asRecord(await readJsonFile(join(folder, poolingFile)));
  const dimension = config.word_embedding_dimension ?? config.embedding_dimension;
  return {
    pooling: poolingMode(config, join(folder, poolingFile)),
    normalize: modules.some((module) => module.kind === "Normalize"),
    includePrompt: config.include_prompt !== false,
    dimensions: typeof dimension === "number" ? dimension : undefined,
    files: ["modules.json", poolingFile],
  };
}

function poolingMode(config: Record<string, unknown>, path: string): Pooling {
  const named = config.pooling_mode;
  const modes = poolingFlags.filter(([flag]) => config[flag] === true).map(([, mode]) => mode);
  for (const [, mode] of poolingFlags) {
    if (named === mode && !modes.includes(mode)) modes.push(mode);
  }
  const unsupported = Object.keys(config).filter(
    (key) =>
      key.startsWith("pooling_mode_") &&
      config[key] === true &&
      !poolingFlags.some(([flag]) => flag === key),
  );
  const [mode] = modes;
  if (mode === undefined || modes.length > 1 || unsupported.length > 0) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${path}: expected one pooling mode of mean, cls, max, lasttoken, got ${[...modes, ...unsupported].join(", ") || "none"}.`,
    );
  }
  return mode;
}

function moduleList(json: unknown, path: string): { kind: string; path: string }[] {
  if (!Array.isArray(json)) {
    throw new OnnxEmbedderError("MODEL_FILE_INVALID", `${path}: expected a list of modules.`);
  }
  return json.map((entry) => {
    const { type, path: place } = asRecord(entry);
    return {
      kind: typeof type === "string" ? (type.split(".").at(-1) ?? "") : "",
      path: typeof place === "string" ? place : "",
    };
  });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
