import type { Query } from "@searchfit/retrieval-dataset";
import type { QueryStyle } from "./query-style.ts";

/** A query that was written for a product. Its id is that of `queryId` in retrieval-dataset. */
export interface SyntheticQuery extends Query {
  /** The product it was written for. */
  readonly productId: string;
  /** Its kind; `null` when the answer does not tell. */
  readonly style: QueryStyle | null;
  /** Version of the prompt it answers. */
  readonly promptVersion: number;
  /** Model that wrote it. */
  readonly generatorModel: string;
}
