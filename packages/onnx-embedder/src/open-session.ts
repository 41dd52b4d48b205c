import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelFolder } from "./load-model-folder.ts";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";
import type { TokenBatch } from "./pool-tokens.ts";

/** A model ready to run. */
export interface EmbeddingSession {
  /** Token embeddings of a batch of encoded texts, padded on the right with `padId`. */
  run(texts: readonly (readonly number[])[], padId: number): Promise<TokenBatch>;
  /** Frees the model's memory. */
  release(): Promise<void>;
}

/**
 * Loads a model folder's ONNX export.
 *
 * @param folder The model.
 * @param threads Cores that one batch is spread over.
 * @throws {OnnxEmbedderError} `MODEL_FILE_INVALID` when the export cannot be loaded, `MODEL_MISMATCH`
 *   when its inputs or outputs are others than a sentence-transformers export has.
 */
export async function openSession(folder: ModelFolder, threads: number): Promise<EmbeddingSession> {
  const session = await createSession(folder, threads);
  const known = new Set(["input_ids", "attention_mask", "token_type_ids"]);
  const unknown = session.inputNames.filter((name) => !known.has(name));
  const output = session.outputNames.find((name) => name === "last_hidden_state");
  if (unknown.length > 0 || output === undefined || !session.inputNames.includes("input_ids")) {
    throw new OnnxEmbedderError(
      "MODEL_MISMATCH",
      `${folder.onnxFile} in ${folder.path}: expected inputs ${[...known].join(", ")} and the output last_hidden_state, ` +
        `got inputs ${session.inputNames.join(", ")} and outputs ${session.outputNames.join(", ")}.`,
    );
  }
  return {
    run: (texts, padId) => runBatch(session, texts, { padId, output, folder }),
    release: () => session.release(),
  };
}

async function createSession(folder: ModelFolder, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(join(folder.path, folder.onnxFile), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${folder.onnxFile} in ${folder.path}: expected an ONNX model, but it cannot be loaded: ${String(cause).slice(0, 200)}.`,
      { hint: "Export the model again.", cause },
    );
  }
}

interface RunSettings {
  readonly padId: number;
  readonly output: string;
  readonly folder: ModelFolder;
}

async function runBatch(
  session: InferenceSession,
  texts: readonly (readonly number[])[],
  settings: RunSettings,
): Promise<TokenBatch> {
  const lengths = texts.map((ids) => ids.length);
  const length = Math.max(1, ...lengths);
  const shape = [texts.length, length];
  const inputs = paddedInputs(texts, length, settings.padId);
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    feeds[name] = new Tensor("int64", inputs[name as keyof typeof inputs], shape);
  }
  const outputs = await session.run(feeds, [settings.output]);
  const tokens = outputs[settings.output];
  const dimensions = tokens?.dims.at(-1) ?? 0;
  if (!(tokens?.data instanceof Float32Array) || dimensions !== settings.folder.dimensions) {
    throw new OnnxEmbedderError(
      "MODEL_MISMATCH",
      `${settings.folder.onnxFile} in ${settings.folder.path}: expected embeddings of ${settings.folder.dimensions} values, got ${dimensions}.`,
      { hint: "The export does not belong to this folder; export the model again." },
    );
  }
  return { tokens: tokens.data, lengths, length, dimensions };
}

function paddedInputs(texts: readonly (readonly number[])[], length: number, padId: number) {
  const ids = new BigInt64Array(texts.length * length).fill(BigInt(padId));
  const mask = new BigInt64Array(texts.length * length);
  for (const [row, text] of texts.entries()) {
    for (const [column, id] of text.entries()) {
      ids[row * length + column] = BigInt(id);
      mask[row * length + column] = 1n;
    }
  }
  const types = new BigInt64Array(texts.length * length);
  return { input_ids: ids, attention_mask: mask, token_type_ids: types };
}
