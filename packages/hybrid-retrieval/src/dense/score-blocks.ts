import { scoreGraph } from "./exact-search-graph.ts";
import { inEngine } from "./in-engine.ts";
import { openSession } from "./open-session.ts";
import { requireFilled, requireSameDimensions } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";
import { blocksOf, rowsOf } from "./row-blocks.ts";

const queriesABlock = 128;
const documentsABlock = 65_536;

/** Scores of some queries for some documents. */
export interface ScoredBlock {
  /** Row-major, shape [queries, documents]: dot products in single precision. */
  readonly scores: Float32Array;
  /** First query row. */
  readonly firstQuery: number;
  /** Queries in the block. */
  readonly queries: number;
  /** First document row. */
  readonly firstDocument: number;
  /** Documents in the block. */
  readonly documents: number;
}

/** What to score. */
export interface ScoreBlocksOptions {
  /** Query vectors. For cosine similarity, normalised like the documents. */
  readonly queries: Matrix;
  /** Document vectors of the same model. */
  readonly documents: Matrix;
  /**
   * Threads of the engine.
   * @default as many as there are cores
   */
  readonly threads?: number;
  /** Stops between two blocks; the next block then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Scores of every document for every query, block by block: for measures that need ranks and no
 * lists, such as `evaluateScores` of ir-metrics, which takes these blocks as they are.
 *
 * The products are in single precision, so equal vectors may differ in the last bit between two
 * blocks; {@link searchExact} is the one that decides near ties exactly.
 *
 * @param options The vectors.
 * @returns Blocks that cover everything once: all documents of the first queries, then the next.
 *   There are none without queries or documents.
 * @throws {HybridRetrievalError} `DIMENSION_MISMATCH`, `ENGINE_FAILED`.
 * @throws {RangeError} When data and shapes do not fit together.
 * @example
 * for await (const block of scoreBlocks({ queries, documents })) evaluation.add(block);
 */
export async function* scoreBlocks(options: ScoreBlocksOptions): AsyncGenerator<ScoredBlock> {
  const { queries, documents, threads, signal } = options;
  requireFilled("queries", queries);
  requireFilled("documents", documents);
  requireSameDimensions(queries, documents);
  const { session, tensorOf } = await openSession(scoreGraph(), threads);
  try {
    for (const asked of blocksOf(queries.rows, queriesABlock)) {
      for (const range of blocksOf(documents.rows, documentsABlock)) {
        signal?.throwIfAborted();
        const inputs = { queries: rowsOf(queries, asked), documents: rowsOf(documents, range) };
        const { scores } = await inEngine(() =>
          session.run({ queries: tensorOf(inputs.queries), documents: tensorOf(inputs.documents) }),
        );
        yield {
          scores: scores?.data as Float32Array,
          firstQuery: asked.start,
          queries: inputs.queries.rows,
          firstDocument: range.start,
          documents: inputs.documents.rows,
        };
      }
    }
  } finally {
    await session.release();
  }
}
