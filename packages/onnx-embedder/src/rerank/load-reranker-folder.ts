import { access } from "node:fs/promises";
import { join } from "node:path";
import { OnnxEmbedderError } from "../onnx-embedder-error.ts";
import { readJsonFile } from "../read-json-file.ts";

/** A cross-encoder's folder with an ONNX export, as read from disk. */
export interface RerankerFolder {
  /** The folder. */
  readonly path: string;
  /** Tokens of a query with its document that the model sees, special tokens included. */
  readonly maxTokens: number;
  /** What makes a score of the model's output: `sigmoid` gives 0 to 1, `identity` any number. */
  readonly activation: "sigmoid" | "identity";
  /** ONNX file relative to the folder. */
  readonly onnxFile: string;
}

/**
 * Reads what a cross-encoder's folder says about itself: length limit and activation.
 *
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID` (also for models with more
 *   than one label, which classify and do not score).
 */
export async function loadRerankerFolder(path: string): Promise<RerankerFolder> {
  const onnxFile = join("onnx", "model.onnx");
  await requireExport(path, onnxFile);
  const read = async (file: string, missing?: object) =>
    (await readJsonFile(join(path, file), missing)) as Record<string, unknown>;
  const config = await read("config.json");
  const tokenizer = await read("tokenizer_config.json", {});
  const sentence = await read("config_sentence_transformers.json", {});
  const former = (config.sentence_transformers ?? {}) as Record<string, unknown>;
  const labels = Object.keys(config.id2label ?? { 0: "" }).length;
  if (labels !== 1) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${join(path, "config.json")}: expected a cross-encoder with one label, got ${labels}.`,
      { hint: "A reranker gives one score a pair; choose a model that was trained as one." },
    );
  }
  const limits = [tokenizer.model_max_length, config.max_position_embeddings].filter(
    (limit): limit is number => typeof limit === "number" && limit > 0,
  );
  return {
    path,
    maxTokens: Math.min(512, ...limits),
    activation: activationOf(sentence.activation_fn ?? former.activation_fn, path),
    onnxFile,
  };
}

async function requireExport(folder: string, file: string): Promise<void> {
  try {
    await access(join(folder, file));
  } catch (cause) {
    throw new OnnxEmbedderError("MODEL_FILE_MISSING", `Expected ${file} in ${folder}.`, {
      hint: "Export the cross-encoder to ONNX first, with the output logits.",
      cause,
    });
  }
}

function activationOf(name: unknown, folder: string): "sigmoid" | "identity" {
  const short = typeof name === "string" ? name.split(".").at(-1) : "Sigmoid";
  if (short === "Sigmoid") return "sigmoid";
  if (short === "Identity") return "identity";
  throw new OnnxEmbedderError(
    "MODEL_FILE_INVALID",
    `${folder}: expected the activation Sigmoid or Identity, got ${JSON.stringify(name)}.`,
  );
}
