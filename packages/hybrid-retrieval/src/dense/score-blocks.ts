import { scoreGraph } from "./exact-search-graph.ts";
import { inEngine } from "./in-engine.ts";
import { openSession } from "./open-session.ts";
import { requireFilled, requireSameDimensions } from "./matrix.ts";
import type { RowRange } from "./candidates.ts";
import type { Matrix } from "./matrix.ts";
import { blocksOf, rowsOf } from "./row-blocks.ts";

const queriesABlock = 64;
const documentsABlock = 65_536;

/** Scores of some queries for some documents. */
export interface ScoredBlock {
  /**
   * Row-major, shape [queries, documents]: dot products in single precision. The array is used
   * again for a later block: read it, or copy it, before asking for the next one.
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
 * The next block is computed while you work on the one you have.
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
  const { queries, documents, signal } = options;
  requireFilled("queries", queries);
  requireFilled("documents", documents);
  requireSameDimensions(queries, documents);
  const scorer = await openScorer(options);
  let next: Promise<ScoredBlock> | undefined;
  try {
    for (const part of [...partsOf(queries, documents), undefined]) {
      signal?.throwIfAborted();
      const current = next;
      next = part && scorer.score(part);
      next?.catch(() => undefined); // told when its turn has come
      if (current !== undefined) yield await current;
    }
  } finally {
    await next?.catch(() => undefined);
    await scorer.close();
  }
}

interface Part {
  readonly asked: RowRange;
  readonly range: RowRange;
}

/** All documents of the first queries, then of the next. */
function partsOf(queries: Matrix, documents: Matrix): Part[] {
  return blocksOf(queries.rows, queriesABlock).flatMap((asked) =>
    blocksOf(documents.rows, documentsABlock).map((range) => ({ asked, range })),
  );
}

/** Scores parts into two arrays in turn: fresh memory for every block takes longer than filling it. */
async function openScorer({ queries, documents, threads }: ScoreBlocksOptions) {
  const { session, tensorOf, Tensor } = await openSession(scoreGraph(), threads);
  const room = Math.min(queriesABlock, queries.rows) * Math.min(documentsABlock, documents.rows);
  let [free, used] = [new Float32Array(room), new Float32Array(room)];
  return {
    async score({ asked, range }: Part): Promise<ScoredBlock> {
      const inputs = { queries: rowsOf(queries, asked), documents: rowsOf(documents, range) };
      const shape = [inputs.queries.rows, inputs.documents.rows] as const;
      const scores = free.subarray(0, shape[0] * shape[1]);
      [free, used] = [used, free];
      await inEngine(() =>
        session.run(
          { queries: tensorOf(inputs.queries), documents: tensorOf(inputs.documents) },
          { scores: new Tensor("float32", scores, shape) },
        ),
      );
      return {
        scores,
        firstQuery: asked.start,
        queries: shape[0],
        firstDocument: range.start,
        documents: shape[1],
      };
    },
    close: () => session.release(),
  };
}
