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
  /**
   * Row-major, shape [queries, documents]: dot products in single precision. The next block is written
   * over them: copy what is needed longer.
   */
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
  const opened = await openSession(scoreGraph(), threads);
  const [most, widest] = [
    Math.min(queries.rows, queriesABlock),
    Math.min(documents.rows, documentsABlock),
  ];
  const room = new Float32Array(most * widest); // fresh memory for every block costs more than to count in it
  try {
    for (const asked of blocksOf(queries.rows, queriesABlock)) {
      for (const range of blocksOf(documents.rows, documentsABlock)) {
        signal?.throwIfAborted();
        const block = { queries: rowsOf(queries, asked), documents: rowsOf(documents, range) };
        yield {
          scores: await scoresOf(opened, block, room),
          firstQuery: asked.start,
          queries: block.queries.rows,
          firstDocument: range.start,
          documents: block.documents.rows,
        };
      }
    }
  } finally {
    await opened.session.release();
  }
}

/** The products of a block, written to the start of `room`. */
async function scoresOf(
  { session, tensorOf }: Awaited<ReturnType<typeof openSession>>,
  block: Pick<ScoreBlocksOptions, "queries" | "documents">,
  room: Float32Array,
): Promise<Float32Array> {
  const [rows, dimensions] = [block.queries.rows, block.documents.rows];
  const scores = room.subarray(0, rows * dimensions);
  const inputs = { queries: tensorOf(block.queries), documents: tensorOf(block.documents) };
  await inEngine(() =>
    session.run(inputs, { scores: tensorOf({ data: scores, rows, dimensions }) }),
  );
  return scores;
}
