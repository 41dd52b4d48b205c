import type { CreateRerankerOptions, Reranker } from "../rerank/create-reranker.ts";
import { loadRerankerFolder } from "../rerank/load-reranker-folder.ts";
import { startPool } from "./start-pool.ts";

/** How to run a cross-encoder in threads of its own. */
export interface CreateRerankerPoolOptions extends CreateRerankerOptions {
  /** Threads, each with its own copy of the model; as many calls run at once. @default 1 */
  readonly workers?: number;
}

/**
 * A reranker whose model runs in worker threads, so that the event loop stays free. Scores are those
 * of {@link createReranker}.
 *
 * @param options Folder, workers; `threads` is cores of one worker's batch.
 * @returns A reranker; `close` waits for the calls that are under way.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`, `MODEL_MISMATCH`.
 * @throws {RangeError} When `workers` is not an integer from 1 to 256.
 * @example
 * const reranker = await createRerankerPool({ folder: "models/ms-marco-minilm" });
 * (await reranker.rerank("rain jacket", ["Waterproof jacket"])).length; // 1
 */
export async function createRerankerPool(options: CreateRerankerPoolOptions): Promise<Reranker> {
  const { workers = 1, ...ofEach } = options;
  const model = await loadRerankerFolder(ofEach.folder);
  const pool = await startPool({ kind: "reranker", options: ofEach }, workers);
  return {
    model,
    rerank: (query, documents, told = {}) =>
      pool.call({ ...told, method: "rerank", query, texts: documents }),
    close: () => pool.close(),
  };
}
