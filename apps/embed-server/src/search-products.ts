/** What is searched for. */
export interface ProductQuery {
  /** The query's vector, from the model that made the products' vectors. */
  readonly vector: Float32Array;
  /** Results at most. */
  readonly topK: number;
  /** The query itself, for what looks at words. */
  readonly query: string;
}

/** A product that was found. */
export interface ProductHit {
  /** Product id. */
  readonly id: string;
  /** Title; "" where it has none. */
  readonly title: string;
  /** Description. */
  readonly description: string | null;
  /** Category. */
  readonly category: string | null;
  /** Cosine of its vector and the query's, from -1 to 1; where words count, too, a share from 0 to 1. */
  readonly score: number;
}

/** What a search found. */
export interface FoundProducts {
  /** Products, best first. */
  readonly hits: readonly ProductHit[];
  /**
   * Fingerprint of the model whose vectors were compared, from the same snapshot; null: none is
   * recorded; undefined: not looked at, as when nothing was found.
   */
  readonly fingerprint?: string | null | undefined;
}

/** Finds the products nearest to a vector. */
export type SearchProducts = (query: ProductQuery) => Promise<FoundProducts>;
