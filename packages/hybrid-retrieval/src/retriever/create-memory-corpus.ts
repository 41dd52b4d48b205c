import type { Matrix } from "../dense/matrix.ts";
import { createExactIndex } from "../dense/create-exact-index.ts";
import type { VectorCorpus } from "./retriever.ts";

/** Vectors in memory. */
export interface MemoryCorpusOptions {
  /** Document vectors, normalised. */
  readonly vectors: Matrix;
  /** Id of each row, without repeats. */
  readonly docIds: readonly string[];
  /** Fingerprint of the model that made them. */
  readonly fingerprint: string;
  /** What results call it. @default "memory" */
  readonly name?: string;
}

/**
 * A corpus of vectors in memory, searched exactly.
 *
 * @param options Vectors, ids and the fingerprint of their model.
 * @returns A corpus; `search` rejects as that of {@link createExactIndex} does.
 * @throws {HybridRetrievalError} `INVALID_VECTOR`, `DUPLICATE_DOCUMENT`.
 * @throws {RangeError} When ids, data and shapes do not fit together.
 * @example
 * const corpus = createMemoryCorpus({ vectors, docIds, fingerprint: embedder.model.fingerprint });
 */
export function createMemoryCorpus(options: MemoryCorpusOptions): VectorCorpus {
  const { vectors: documents, docIds, fingerprint, name = "memory" } = options;
  const index = createExactIndex({ documents, docIds });
  return {
    name,
    search: async (vector, topK) => {
      const queries = { data: vector, rows: 1, dimensions: vector.length };
      const run = await index.search({ queries, queryIds: ["q"], topK, name });
      return { docs: run.rankings.get("q") ?? [], fingerprint };
    },
    close: async () => index.close(),
  };
}
