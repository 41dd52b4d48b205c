import { exactSearchGraph } from "./exact-search-graph.ts";
import { inEngine } from "./in-engine.ts";
import { openSession } from "./open-session.ts";
import type { Matrix } from "./matrix.ts";

/** The best documents of every query within one block, row-major [queries, count]. */
export interface BlockResult {
  /** Scores in single precision, descending in each row. */
  readonly values: Float32Array;
  /** Rows of the block. */
  readonly rows: Int32Array;
  /** Documents a query. */
  readonly count: number;
}

/** Multiplies blocks of vectors and keeps the best products. */
export interface BlockSearch {
  /** The best `count` documents of every query. */
  search(queries: Matrix, documents: Matrix, count: number): Promise<BlockResult>;
  /** Frees the engine. */
  close(): Promise<void>;
}

/** A session of onnxruntime with the search graph; loads the engine at its first use. */
export async function openBlockSearch(threads: number | undefined): Promise<BlockSearch> {
  const { session, tensorOf, Tensor } = await openSession(exactSearchGraph(), threads);
  return {
    async search(queries, documents, count) {
      const { values, rows } = await inEngine(() =>
        session.run({
          queries: tensorOf(queries),
          documents: tensorOf(documents),
          k: new Tensor("int64", [BigInt(count)], [1]),
        }),
      );
      return {
        values: values?.data as Float32Array,
        rows: rows?.data as Int32Array,
        count,
      };
    },
    close: () => session.release(),
  };
}
