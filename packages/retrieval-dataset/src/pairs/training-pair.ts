/** A query with the text of the product it was written for: one line of `training_pairs.json`. */
export interface TrainingPair {
  /** What a customer would type. */
  readonly query: string;
  /** Exactly the text of the product that is embedded, see {@link productText}. */
  readonly positive: string;
  /** The product the query was written for. */
  readonly product_id: string;
  /** Its title, for reading only. */
  readonly title: string;
  /** Kind of query: brand, need, natural, attribute … */
  readonly style?: string;
  /** Part of the business the pair belongs to. */
  readonly domain?: string;
  /** How hard the query is, in the words of whoever graded it. */
  readonly difficulty?: string;
  /** What the pair counts in training, in (0, 1]. @default 1 */
  readonly weight?: number;
  /** Other products that answer the query equally well. A search that brings one is not wrong. */
  readonly also_relevant?: readonly string[];
  /** More products answer the query than can be listed: it trains, but judges nothing. */
  readonly ambiguous?: boolean;
  /** The query of the same product that this one says in other words. It trains, but judges nothing. */
  readonly paraphrase_of?: string;
}
