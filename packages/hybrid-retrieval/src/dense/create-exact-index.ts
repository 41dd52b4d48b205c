import { rankByScore } from "@searchfit/ir-metrics";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { openBlockSearch } from "./block-search.ts";
import type { BlockSearch } from "./block-search.ts";
import { gatherCandidates } from "./candidates.ts";
import type { RowRange } from "./candidates.ts";
import { longestRow, requireFilled, requireSameDimensions } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";
import { requireIds } from "./require-ids.ts";
import { blocksOf, rowsOf } from "./row-blocks.ts";
import { rowDotProduct } from "./row-dot-product.ts";

const queriesABlock = 128;
const documentsABlock = 65_536;
/** Documents that a block returns beyond topK, so that near ties seldom overflow it. */
const spare = 32;

/** How far a search has come. */
export interface SearchProgress {
  /** Pairs of query and document scored. */
  readonly done: number;
  /** All pairs: queries × documents. */
  readonly total: number;
}

/** The documents that an index searches. */
export interface ExactIndexOptions {
  /** Document vectors of one model; for cosine similarity, normalised. Kept, not copied: they must not change. */
  readonly documents: Matrix;
  /** Id of each document row, without repeats. */
  readonly docIds: readonly string[];
  /**
   * Threads of the engine.
   * @default as many as there are cores
   */
  readonly threads?: number;
}

/** What to search for. */
export interface ExactQueries {
  /** Query vectors of the documents' model. For cosine similarity, normalised like the documents. */
  readonly queries: Matrix;
  /** Id of each query row, without repeats. */
  readonly queryIds: readonly string[];
  /** Documents to return a query, an integer ≥ 1. */
  readonly topK: number;
  /** Name of the run. */
  readonly name: string;
  /** Called after each block. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Stops the search between two blocks; the search then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Documents ready to be searched any number of times. */
export interface ExactIndex {
  /**
   * Ranks every document for every query.
   *
   * @returns A run with min(topK, documents) documents a query.
   * @throws {HybridRetrievalError} `DIMENSION_MISMATCH`, `INVALID_VECTOR`, `DUPLICATE_QUERY`,
   *   `ENGINE_FAILED`.
   * @throws {RangeError} When ids, data and shapes do not fit together, topK is out of range, or the
   *   index is closed.
   */
  search(asked: ExactQueries): Promise<Run>;
  /** Frees the engine, once what is being searched is done. Closing twice is the same as once. */
  close(): Promise<void>;
}

/**
 * Makes an index of vectors for exact search, without any approximation: checked once, so that every search after
 * the first costs the search alone. Scores are dot products, cosines when the vectors are normalised.
 *
 * A matrix product in single precision finds the candidates, block by block; their scores are
 * then computed in double precision in a fixed order. So the result equals a plain loop over all
 * pairs, whatever the blocks and threads; equal scores rank by document id descending (UTF-8
 * bytes), also where topK cuts through them.
 *
 * @param options The documents' vectors and ids.
 * @returns The index. It holds a session of onnxruntime until it is closed.
 * @throws {HybridRetrievalError} `INVALID_VECTOR`, `DUPLICATE_DOCUMENT`.
 * @throws {RangeError} When ids, data and shapes do not fit together.
 * @example
 * const index = createExactIndex({ documents, docIds });
 * await index.search({ queries, queryIds: ["q1"], topK: 10, name: "dense" });
 * // { name: "dense", rankings: Map { "q1" => [{ docId: "p7", score: 0.82 }, …] } }
 * await index.close();
 */
export function createExactIndex(options: ExactIndexOptions): ExactIndex {
  const { documents, docIds, threads } = options;
  requireFilled("documents", documents);
  requireIds("DUPLICATE_DOCUMENT", docIds, documents.rows);
  const longest = longestRow("documents", documents);
  let engine: Promise<BlockSearch> | undefined;
  let closing: Promise<void> | undefined;
  const running = new Set<Promise<unknown>>();
  const searched = async (asked: ExactQueries): Promise<Run> => {
    const slack = roundingOf(documents.dimensions, longest * longestRow("queries", asked.queries));
    engine ??= openBlockSearch(threads);
    return searchQueries({ engine: await engine, documents, docIds, asked, slack });
  };
  const end = async () => {
    await Promise.allSettled(running);
    await engine?.then(async (opened) => opened.close());
  };
  return {
    async search(asked) {
      if (closing !== undefined) throw new RangeError("Expected an open index, got a closed one.");
      requireFit(asked, documents);
      if (asked.queries.rows === 0 || documents.rows === 0) return emptyRun(asked);
      const run = searched(asked);
      running.add(run);
      return run.finally(() => running.delete(run));
    },
    close: () => (closing ??= end()),
  };
}

interface Search {
  readonly engine: BlockSearch;
  readonly documents: Matrix;
  readonly docIds: readonly string[];
  readonly asked: ExactQueries;
  /** Bound of the error of a score in single precision. */
  readonly slack: number;
}

async function searchQueries(search: Search): Promise<Run> {
  const { documents, docIds, asked } = search;
  const { queries, queryIds, topK, name } = asked;
  const { rankings } = emptyRun(asked);
  const dot = rowDotProduct(queries, documents);
  for (const block of blocksOf(queries.rows, queriesABlock)) {
    for (const [place, rows] of (await searchBlock(search, block)).entries()) {
      const query = block.start + place;
      const docs = rows.map((row) => ({ docId: docIds[row]!, score: dot(query, row) }));
      rankings.set(queryIds[query]!, rankByScore(docs).slice(0, topK));
    }
  }
  return { name, rankings };
}

/** Candidate rows of each query of a block. */
async function searchBlock(search: Search, block: RowRange): Promise<number[][]> {
  const { engine, documents, asked, slack } = search;
  const { queries, topK, onProgress, signal } = asked;
  const size = block.end - block.start;
  const candidates = Array.from({ length: size }, () => gatherCandidates(topK, slack));
  for (const range of blocksOf(documents.rows, documentsABlock)) {
    signal?.throwIfAborted();
    const count = Math.min(topK + spare, range.end - range.start);
    const found = await engine.search(rowsOf(queries, block), rowsOf(documents, range), count);
    for (const [place, ofQuery] of candidates.entries()) ofQuery.offer(found, place, range);
    onProgress?.({
      done: block.start * documents.rows + size * range.end,
      total: queries.rows * documents.rows,
    });
  }
  return candidates.map((ofQuery) => ofQuery.rows());
}

/** Bound of the error of a single-precision dot product, for any order of summation. */
function roundingOf(dimensions: number, productOfLengths: number): number {
  return (dimensions + 8) * (2 ** -24 * productOfLengths + 2 ** -126);
}

function emptyRun({ name, queryIds }: ExactQueries) {
  return { name, rankings: new Map<string, readonly ScoredDoc[]>(queryIds.map((id) => [id, []])) };
}

function requireFit({ queries, queryIds, topK }: ExactQueries, documents: Matrix): void {
  if (!Number.isSafeInteger(topK) || topK < 1)
    throw new RangeError(`Expected topK to be an integer of 1 or more, got ${topK}.`);
  requireFilled("queries", queries);
  requireSameDimensions(queries, documents);
  requireIds("DUPLICATE_QUERY", queryIds, queries.rows);
}
