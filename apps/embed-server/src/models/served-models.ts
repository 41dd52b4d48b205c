import type { Encoder } from "../encoding/encoder.ts";

/** A model that is held. */
export interface ServedModel {
  /** What answers call it. */
  readonly id: string;
  /** Embeds with it. */
  readonly encoder: Encoder;
}

/** Which model answers. */
export interface ServedModels {
  /** The model that embeds now; rejects with `MODEL_UNKNOWN` when it is none of ours. */
  readonly current: () => Promise<ServedModel>;
  /**
   * The model that made vectors with this fingerprint (null: none is recorded); rejects with
   * `MODEL_UNKNOWN` or `MODEL_MISMATCH` when that is not served, and never takes another one.
   */
  readonly ofVectors: (fingerprint: string | null) => Promise<ServedModel>;
  /** The same, but without looking again which model is the active one. */
  readonly holding: (fingerprint: string | null) => Promise<ServedModel>;
  /** Looks again which model it is. */
  readonly refresh: () => Promise<void>;
  /** Every model that is in memory, the current one first. */
  readonly held: () => readonly ServedModel[];
}
