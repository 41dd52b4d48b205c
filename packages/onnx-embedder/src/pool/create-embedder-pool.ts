import type { CreateEmbedderOptions, Embedder, EmbedOptions } from "../create-embedder.ts";
import { createTextTokenizer } from "../create-text-tokenizer.ts";
import type { EmbeddingMatrix } from "../embedding-matrix.ts";
import { loadModelFolder } from "../load-model-folder.ts";
import { startPool } from "./start-pool.ts";

/** How to run a model in threads of its own. */
export interface CreateEmbedderPoolOptions extends CreateEmbedderOptions {
  /** Threads, each with its own copy of the model; as many calls run at once. @default 1 */
  readonly workers?: number;
}

/**
 * An embedder whose model runs in worker threads, so that the event loop stays free: the runtime
 * computes without giving the loop a turn.
 *
 * Vectors are those of {@link createEmbedder}. A call is one thread's work: as many calls as there
 * are workers run at once, others wait. A thread that ends by itself fails the calls it had
 * (`WORKER_FAILED`) and is started again at the next one.
 *
 * @param options Folder, precision, workers; `threads` is cores of one worker's batch.
 * @returns An embedder; `close` waits for the calls that are under way.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`, `MODEL_MISMATCH`.
 * @throws {RangeError} When `workers` is not an integer from 1 to 256.
 * @example
 * const embedder = await createEmbedderPool({ folder: "experiments/default/model", workers: 2 });
 * (await embedder.embedQueries(["waterproof jacket"])).rows; // 1
 */
export async function createEmbedderPool(options: CreateEmbedderPoolOptions): Promise<Embedder> {
  const { workers = 1, ...ofEach } = options;
  const model = await loadModelFolder(ofEach.folder, { precision: ofEach.precision ?? "fp32" });
  const tokenizer = await createTextTokenizer(model.path, model.maxTokens);
  const pool = await startPool({ kind: "embedder", options: ofEach }, workers);
  const { dimensions } = model;
  const embed =
    (method: "documents" | "queries") =>
    async (texts: readonly string[], told: EmbedOptions = {}): Promise<EmbeddingMatrix> => {
      const data = await pool.call({ ...told, method, query: "", texts });
      return { data, rows: texts.length, dimensions };
    };
  return {
    model,
    countTokens: (texts) => texts.map((text) => tokenizer.count(text)),
    embedDocuments: embed("documents"),
    embedQueries: embed("queries"),
    close: () => pool.close(),
  };
}
