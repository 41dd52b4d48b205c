import type { Run } from "@searchfit/ir-metrics";
import { createExactIndex } from "./create-exact-index.ts";
import type { ExactIndexOptions, ExactQueries } from "./create-exact-index.ts";

/** What to search, and where. */
export interface SearchExactOptions extends ExactIndexOptions, ExactQueries {}

/**
 * Searches vectors exactly, once. For several searches of the same documents {@link createExactIndex}
 * checks them once.
 *
 * @param options Vectors, their ids, topK and the run's name.
 * @returns A run with min(topK, documents) documents a query, as {@link ExactIndex} gives it.
 * @throws {HybridRetrievalError} `DIMENSION_MISMATCH`, `INVALID_VECTOR`, `DUPLICATE_DOCUMENT`,
 *   `DUPLICATE_QUERY`, `ENGINE_FAILED`.
 * @throws {RangeError} When ids, data and shapes do not fit together, or topK is out of range.
 * @example
 * await searchExact({ queries, documents, queryIds, docIds, topK: 10, name: "dense" });
 */
export async function searchExact(options: SearchExactOptions): Promise<Run> {
  const index = createExactIndex(options);
  try {
    return await index.search(options);
  } finally {
    await index.close();
  }
}
