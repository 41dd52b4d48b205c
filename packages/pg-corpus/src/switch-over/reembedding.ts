/** A model as the database knows it. */
export interface EmbeddingModel {
  /** Its name, for people. */
  readonly name: string;
  /** What tells its vectors from all others: vectors with different fingerprints never mix. */
  readonly fingerprint: string;
  /** Number format of its weights, for example "fp32". */
  readonly precision: string;
  /** Values of one vector. */
  readonly dimensions: number;
}

/**
 * How a table comes to its new vectors: `columns` beside the present ones, whose names are swapped;
 * `generations`, tables of their own behind a view; `in-place`, written over the present ones.
 */
export type StrategyName = "columns" | "generations" | "in-place";

/** The model whose vectors readers of a table see. */
export interface ActiveModel extends EmbeddingModel {
  /** Number of the generation that holds its vectors; null: columns of the product table do. */
  readonly generation: number | null;
  /** Since when, as an ISO 8601 time in UTC. */
  readonly since: string;
}

/**
 * How far a re-embedding is: `loading` fills new columns, `active` has switched to them and keeps the
 * former ones, `rolled-back` has switched back and keeps the new ones.
 */
export type ReembeddingState = "loading" | "active" | "rolled-back";

/** The re-embedding of a table; there is at most one at a time. */
export interface Reembedding {
  /** How far it is. */
  readonly state: ReembeddingState;
  /** How the table comes to its new vectors. */
  readonly strategy: StrategyName;
  /** Number of the new generation; null for the other strategies. */
  readonly generation: number | null;
  /** The new model. */
  readonly model: EmbeddingModel;
  /** Version of the rule by which products became texts. */
  readonly textVersion: string;
  /** The model that was active before the switch; null where it is not known. */
  readonly previous: ActiveModel | null;
  /** When it was begun, as an ISO 8601 time in UTC. */
  readonly startedAt: string;
  /** When names were last switched; null before that. */
  readonly switchedAt: string | null;
}
