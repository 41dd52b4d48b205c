import { rankByScore } from "@searchfit/ir-metrics";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import { openBlockSearch } from "./block-search.ts";
import type { BlockSearch } from "./block-search.ts";
import { gatherCandidates } from "./candidates.ts";
import type { RowRange } from "./candidates.ts";
import { longestRow, requireFilled, requireSameDimensions } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";
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

/** What to search, and where. */
export interface SearchExactOptions {
  /** Query vectors. For cosine similarity, normalised like the documents. */
  readonly queries: Matrix;
  /** Document vectors of the same model. */
  readonly documents: Matrix;
  /** Id of each query row, without repeats. */
  readonly queryIds: readonly string[];
  /** Id of each document row, without repeats. */
  readonly docIds: readonly string[];
  /** Documents to return a query, an integer ≥ 1. */
  readonly topK: number;
  /** Name of the run. */
  readonly name: string;
  /**
   * Threads of the engine.
   * @default as many as there are cores
   */
  readonly threads?: number;
  /** Called after each block. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Stops the search between two blocks; the search then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Ranks every document for every query by the dot product of their vectors (the cosine when the
 * vectors are normalised), without any approximation.
 *
 * A matrix product in single precision finds the candidates, block by block; their scores are
 * then computed in double precision in a fixed order. So the result equals a plain loop over all
 * pairs, whatever the blocks and threads; equal scores rank by document id descending (UTF-8
 * bytes), also where topK cuts through them.
 *
 * @param options Vectors, their ids, topK and the run's name.
 * @returns A run with min(topK, documents) documents a query.
 * @throws {HybridRetrievalError} `DIMENSION_MISMATCH`, `INVALID_VECTOR`, `DUPLICATE_DOCUMENT`,
 *   `DUPLICATE_QUERY`, `ENGINE_FAILED`.
 * @throws {RangeError} When ids, data and shapes do not fit together, or topK is out of range.
 * @example
 * await searchExact({ queries, documents, queryIds, docIds, topK: 10, name: "dense" });
 */
export async function searchExact(options: SearchExactOptions): Promise<Run> {
  const { queries, documents, queryIds, topK, name } = options;
  requireFit(options);
  const rankings = new Map<string, readonly ScoredDoc[]>(queryIds.map((id) => [id, []]));
  if (queries.rows === 0 || documents.rows === 0) return { name, rankings };
  const slack = roundingOf(queries, documents);
  const engine = await openBlockSearch(options.threads);
  try {
    const dot = rowDotProduct(queries, documents);
    for (const block of blocksOf(queries.rows, queriesABlock)) {
      const candidates = await searchBlock({ engine, options, block, slack });
      for (const [place, rows] of candidates.entries()) {
        const query = block.start + place;
        const docs = rows.map((row) => ({
          docId: options.docIds[row]!,
          score: dot(query, row),
        }));
        rankings.set(queryIds[query]!, rankByScore(docs).slice(0, topK));
      }
    }
  } finally {
    await engine.close();
  }
  return { name, rankings };
}

interface QueryBlock {
  readonly engine: BlockSearch;
  readonly options: SearchExactOptions;
  readonly block: RowRange;
  readonly slack: number;
}

/** Candidate rows of each query of a block. */
async function searchBlock({ engine, options, block, slack }: QueryBlock): Promise<number[][]> {
  const { queries, documents, topK, onProgress, signal } = options;
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
function roundingOf(queries: Matrix, documents: Matrix): number {
  const terms = queries.dimensions + 8;
  const lengths = longestRow("queries", queries) * longestRow("documents", documents);
  return terms * (2 ** -24 * lengths + 2 ** -126);
}

function requireFit({ queries, documents, queryIds, docIds, topK }: SearchExactOptions): void {
  if (!Number.isSafeInteger(topK) || topK < 1)
    throw new RangeError(`Expected topK to be an integer of 1 or more, got ${topK}.`);
  requireFilled("queries", queries);
  requireFilled("documents", documents);
  requireSameDimensions(queries, documents);
  requireIds("DUPLICATE_QUERY", queryIds, queries.rows);
  requireIds("DUPLICATE_DOCUMENT", docIds, documents.rows);
}

function requireIds(
  code: "DUPLICATE_QUERY" | "DUPLICATE_DOCUMENT",
  ids: readonly string[],
  rows: number,
): void {
  if (ids.length !== rows)
    throw new RangeError(`Expected an id for each of ${rows} vectors, got ${ids.length} ids.`);
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id))
      throw new HybridRetrievalError(code, `Expected ids without repeats, got "${id}" twice.`, {
        hint: "Give each vector an id of its own.",
        details: { id },
      });
    seen.add(id);
  }
}
