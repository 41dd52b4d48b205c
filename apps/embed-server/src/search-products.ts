/** What is searched for. */
export interface ProductQuery {
  /** The query's vector, from the model that made the products' vectors. */
  readonly vector: Float32Array;
  /** Results at most. */
  readonly topK: number;
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
  /** Cosine of its vector and the query's, from -1 to 1. */
  readonly score: number;
}

/** Finds the products nearest to a vector, best first. */
export type SearchProducts = (query: ProductQuery) => Promise<readonly ProductHit[]>;
