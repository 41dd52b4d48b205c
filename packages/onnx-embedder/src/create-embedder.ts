import { createTextTokenizer, type TextTokenizer } from "./create-text-tokenizer.ts";
import type { EmbeddingMatrix } from "./embedding-matrix.ts";
import { lengthBatches } from "./length-batches.ts";
import { loadModelFolder, type ModelFolder, type Precision } from "./load-model-folder.ts";
import { normalizeRows } from "./normalize-rows.ts";
import { openSession, type EmbeddingSession } from "./open-session.ts";
import { poolTokens } from "./pool-tokens.ts";
import { promptOf } from "./prompt-of.ts";

/** How to run a model. */
export interface CreateEmbedderOptions {
  /** A sentence-transformers folder with an ONNX export. */
  readonly folder: string;
  /** Which export. @default "fp32" */
  readonly precision?: Precision;
  /** Cores that a batch is spread over. @default 1 */
  readonly threads?: number;
  /** Padded tokens of one batch; more of them pad more and run no faster. @default 512 */
  readonly tokenBudget?: number;
}

/** What one call of an embedder may be told. */
export interface EmbedOptions {
  /** Called after every batch with the texts done so far. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Stops between batches; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A loaded model that embeds text. */
export interface Embedder {
  /** What was loaded. */
  readonly model: ModelFolder;
  /** Tokens of each text, special tokens included, nothing cut. */
  countTokens(texts: readonly string[]): number[];
  /** Embeddings of documents, with the folder's document prompt where it has one. */
  embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<EmbeddingMatrix>;
  /** Embeddings of queries, with the folder's query prompt where it has one. */
  embedQueries(texts: readonly string[], options?: EmbedOptions): Promise<EmbeddingMatrix>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/** Texts tokenized and sorted together; bounds memory for lists of any length. */
const windowSize = 8192;

/**
 * Loads a model folder's ONNX export to embed text with it.
 *
 * Same text, same vector: `fp32` vectors of one text differ between batches by rounding only
 * (below 1e-6); `int8` takes its scale from the whole batch, so it is run one text at a time.
 *
 * @param options Folder, precision, threads.
 * @returns An embedder; call `close` when done.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`, `MODEL_MISMATCH`.
 * @example
 * const embedder = await createEmbedder({ folder: "experiments/default/model" });
 * const { rows, dimensions } = await embedder.embedQueries(["waterproof jacket"]); // 1, 384
 */
export async function createEmbedder(options: CreateEmbedderOptions): Promise<Embedder> {
  const { precision = "fp32", threads = 1, tokenBudget = 512 } = options;
  const model = await loadModelFolder(options.folder, { precision });
  const tokenizer = await createTextTokenizer(model.path, model.maxTokens);
  const session = await openSession(model, threads);
  const budget = precision === "int8" ? 1 : tokenBudget;
  const embed = (texts: readonly string[], prompt: string, call: EmbedOptions = {}) =>
    embedTexts({ model, tokenizer, session, budget }, texts, { ...call, prompt });
  return {
    model,
    countTokens: (texts) => texts.map((text) => tokenizer.count(text)),
    embedDocuments: (texts, call) => embed(texts, promptOf("document", model.prompts), call),
    embedQueries: (texts, call) => embed(texts, promptOf("query", model.prompts), call),
    close: () => session.release(),
  };
}

interface Machine {
  readonly model: ModelFolder;
  readonly tokenizer: TextTokenizer;
  readonly session: EmbeddingSession;
  readonly budget: number;
}

async function embedTexts(
  machine: Machine,
  texts: readonly string[],
  call: EmbedOptions & { readonly prompt: string },
): Promise<EmbeddingMatrix> {
  const { dimensions, includePrompt } = machine.model;
  const skipped = includePrompt ? 0 : machine.tokenizer.promptLength(call.prompt);
  const data = new Float32Array(texts.length * dimensions);
  let done = 0;
  for (let start = 0; start < texts.length; start += windowSize) {
    const encoded = texts
      .slice(start, start + windowSize)
      .map((text) => machine.tokenizer.encode(call.prompt + text));
    const batches = lengthBatches(
      encoded.map((ids) => ids.length),
      machine.budget,
    );
    for (const batch of batches) {
      call.signal?.throwIfAborted();
      const vectors = await embedBatch(
        machine,
        batch.map((index) => encoded[index] ?? []),
        skipped,
      );
      for (const [row, index] of batch.entries()) {
        const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
        data.set(vector, (start + index) * dimensions);
      }
      done += batch.length;
      call.onProgress?.({ done, total: texts.length });
    }
  }
  return { data, rows: texts.length, dimensions };
}

async function embedBatch(
  { model, tokenizer, session }: Machine,
  texts: readonly (readonly number[])[],
  skipped: number,
): Promise<Float32Array> {
  const tokens = await session.run(texts, tokenizer.padId);
  const pooled = poolTokens(tokens, model.pooling, skipped);
  return model.normalize ? normalizeRows(pooled, model.dimensions) : pooled;
}
