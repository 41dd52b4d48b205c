import type { Query } from "@searchfit/retrieval-dataset";
import type { QueryStyle } from "../prompts/query-style.ts";

/** A query that was written for a product. Its id is that of `queryId` in retrieval-dataset. */
export interface SyntheticQuery extends Query {
  /** The product it was written for. */
  readonly productId: string;
  /** Its kind; `null` when the answer does not tell. */
  readonly style: QueryStyle | null;
  /** Version of the prompt it answers; 0 for one that was made from the title or category. */
  readonly promptVersion: number;
  /** Model that wrote it; "titles" for one that was made. */
  readonly generatorModel: string;
  /** Products whose title and category have all its words, where there are 5 or more: ambiguous. */
  readonly matches?: number;
  /**
   * Other products that answer it equally well: those that have all its words, and those whose own
   * query was taken out because this one says the same; 50 at most.
   */
  readonly alsoRelevant?: readonly string[];
  /** More products answer it than can be listed: it can train, but judges nothing. */
  readonly ambiguous?: true;
  /** Rank of its product in the present search, `null` if not found; left out where not checked. */
  readonly roundTripRank?: number | null;
  /** What it counts in training. @default 1 */
  readonly weight?: number;
  /** The query of its product that it says in other words. */
  readonly paraphraseOf?: string;
}
