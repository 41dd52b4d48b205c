import { weightedFusion, type Bm25Index } from "@searchfit/hybrid-retrieval";
import type { ProductQuery } from "../search-products.ts";

/** Documents of each list that are fused: as many as `searchfit evaluate` takes. */
export const fusedDepth = 100;

/** Words beside the vectors. */
export interface WordRanking {
  /** BM25 over the texts that the vectors are of. */
  readonly index: Pick<Bm25Index, "search">;
  /** Share of BM25 in a score, from 0 to 1; vectors have the rest. */
  readonly weight: number;
}

/** A document and its score. */
export interface RankedDocument {
  /** Its id. */
  readonly docId: string;
  /** Its score. */
  readonly score: number;
}

/**
 * The documents that vectors and words found, best first, as `searchfit evaluate` makes its hybrid: the
 * scores of both lists are mapped to 0 … 1, and (1 − weight) · vectors + weight · words is the score.
 *
 * @param near The {@link fusedDepth} documents nearest to the query's vector.
 */
export function fuseWithWords(
  near: readonly RankedDocument[],
  { index, weight }: WordRanking,
  query: ProductQuery["query"],
): readonly RankedDocument[] {
  const runs = [near, index.search(query, fusedDepth)].map((docs, at) => ({
    name: String(at),
    rankings: new Map([["q", docs]]),
  }));
  const fused = weightedFusion(runs, [1 - weight, weight], { topK: fusedDepth });
  return fused.rankings.get("q") ?? [];
}
