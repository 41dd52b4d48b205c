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

/** The model whose vectors readers of a table see. */
export interface ActiveModel extends EmbeddingModel {
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
