import type { SearchProducts } from "../search-products.ts";

/** Vectors of a table that can be searched. */
export interface TableSide {
  /** Which they are: those that readers see, those to come, or those of before. */
  readonly side: "live" | "next" | "former";
  /** Fingerprint of the model that made them; null: none is recorded. */
  readonly fingerprint: string | null;
  /** Searches them. */
  readonly search: SearchProducts;
}

/** The vectors that a table has beside the live ones at the moment, or undefined. */
export type OtherSide = () => Promise<TableSide | undefined>;
