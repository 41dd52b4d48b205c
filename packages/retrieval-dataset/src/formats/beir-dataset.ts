import type { Qrels } from "@searchfit/ir-metrics";
import type { Product } from "../products/product.ts";
import type { Query } from "../pairs/query.ts";

/** A judged dataset as BEIR keeps it in a folder. */
export interface BeirDataset {
  /** The documents, as products; BEIR's `text` is the description. */
  readonly corpus: readonly Product[];
  /** The queries; not all need judgments. */
  readonly queries: readonly Query[];
  /** Relevance judgments of one split. */
  readonly qrels: Qrels;
}
