import type { InferenceSession } from "onnxruntime-node";
import { feedsOf } from "./feeds-of.ts";
import { loadOnnx } from "./load-onnx.ts";
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
  const session = await loadOnnx(folder, threads);
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

/** @throws {OnnxEmbedderError} `MODEL_MISMATCH` when the tokenizer gives ids that the model has no embedding of. */
function requireKnownTokens(texts: readonly (readonly number[])[], folder: ModelFolder): void {
  const { path, vocabularySize = Infinity } = folder;
  const stranger = texts.flatMap((ids) => ids.filter((id) => id >= vocabularySize))[0];
  if (stranger === undefined) return;
  throw new OnnxEmbedderError(
    "MODEL_MISMATCH",
    `tokenizer.json in ${path}: expected tokens below ${vocabularySize}, which config.json says the model knows, got ${stranger}.`,
    { hint: "The tokenizer belongs to another model; take the one that came with the weights." },
  );
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
  requireKnownTokens(texts, settings.folder);
  const lengths = texts.map((ids) => ids.length);
  const length = Math.max(1, ...lengths);
  const feeds = feedsOf(
    session,
    texts.map((ids) => ({ ids })),
    settings.padId,
  );
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
