import type { InferenceSession } from "onnxruntime-node";
import { feedsOf, type EncodedText } from "../feeds-of.ts";
import { lengthBatches } from "../length-batches.ts";
import { loadOnnx } from "../load-onnx.ts";
import { OnnxEmbedderError } from "../onnx-embedder-error.ts";
import { createPairTokenizer } from "./create-pair-tokenizer.ts";
import { loadRerankerFolder, type RerankerFolder } from "./load-reranker-folder.ts";

/** How to run a cross-encoder. */
export interface CreateRerankerOptions {
  /** A sentence-transformers CrossEncoder folder with `onnx/model.onnx`, whose output is `logits`. */
  readonly folder: string;
  /** Cores that a batch is spread over. @default 1 */
  readonly threads?: number;
  /** Padded tokens of one batch. @default 1024 */
  readonly tokenBudget?: number;
}

/** A loaded cross-encoder: it reads query and document together, so it orders better than vectors do. */
export interface Reranker {
  /** What was loaded. */
  readonly model: RerankerFolder;
  /**
   * How well each document answers the query.
   *
   * @param query The query.
   * @param documents Documents, in any order.
   * @param options `signal` stops between batches; the call then rejects with its reason.
   * @returns One score a document, in the order of the documents; higher is better.
   */
  rerank(
    query: string,
    documents: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<Float32Array>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/**
 * Loads a cross-encoder's ONNX export to score documents for a query with it.
 *
 * Scores equal `CrossEncoder.predict` to 1e-5 (with the folder's activation). A pair that is longer
 * than the model's limit is cut, the longer text first.
 *
 * @param options Folder and threads.
 * @returns A reranker; call `close` when done.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`, `MODEL_MISMATCH`.
 * @example
 * const reranker = await createReranker({ folder: "models/ms-marco-minilm" });
 * await reranker.rerank("rain jacket", ["Waterproof jacket", "Red shoe"]); // Float32Array [8.3, -10.9]
 */
export async function createReranker(options: CreateRerankerOptions): Promise<Reranker> {
  const { threads = 1, tokenBudget = 1024 } = options;
  const model = await loadRerankerFolder(options.folder);
  const tokenizer = await createPairTokenizer(model.path, model.maxTokens);
  const session = await loadOnnx(model, threads);
  requireScores(session, model);
  return {
    model,
    rerank: async (query, documents, { signal } = {}) => {
      const ofQuery = tokenizer.encode(query);
      const pairs = documents.map((text) => tokenizer.join(ofQuery, tokenizer.encode(text)));
      const lengths = pairs.map(({ ids }) => ids.length);
      const scores = new Float32Array(documents.length);
      for (const batch of lengthBatches(lengths, tokenBudget)) {
        signal?.throwIfAborted();
        const texts = batch.map((index) => pairs[index] ?? { ids: [] });
        const outputs = await runBatch({ session, model, padId: tokenizer.padId }, texts);
        for (const [row, index] of batch.entries()) scores[index] = outputs[row] ?? 0;
      }
      return scores;
    },
    close: () => session.release(),
  };
}

interface Machine {
  readonly session: InferenceSession;
  readonly model: RerankerFolder;
  readonly padId: number;
}

async function runBatch(
  { session, model, padId }: Machine,
  texts: readonly EncodedText[],
): Promise<Float32Array> {
  const outputs = await session.run(feedsOf(session, texts, padId), ["logits"]);
  const logits = outputs.logits?.data;
  if (!(logits instanceof Float32Array) || logits.length !== texts.length) {
    throw mismatch(model, `logits of another shape, [${String(outputs.logits?.dims)}]`);
  }
  return model.activation === "identity" ? logits : logits.map((x) => 1 / (1 + Math.exp(-x)));
}

function requireScores(session: InferenceSession, model: RerankerFolder): void {
  const known = new Set(["input_ids", "attention_mask", "token_type_ids"]);
  const { inputNames, outputNames } = session;
  if (
    inputNames.includes("input_ids") &&
    inputNames.every((name) => known.has(name)) &&
    outputNames.includes("logits")
  ) {
    return;
  }
  throw mismatch(model, `inputs ${inputNames.join(", ")} and outputs ${outputNames.join(", ")}`);
}

function mismatch(model: RerankerFolder, came: string): OnnxEmbedderError {
  return new OnnxEmbedderError(
    "MODEL_MISMATCH",
    `${model.onnxFile} in ${model.path}: expected a cross-encoder with the output logits, one a pair, got ${came}.`,
    { hint: "Export a CrossEncoder (one label) again, with the output named logits." },
  );
}
