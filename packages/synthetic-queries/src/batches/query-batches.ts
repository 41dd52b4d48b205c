import type { ProviderAnswer, WriteQueriesRequest } from "../providers/query-provider.ts";
import type { SyntheticQueriesError } from "../synthetic-queries-error.ts";

/** A question of a batch. */
export interface BatchRequest {
  /** Letters, digits, "-" and "_", at most 64: the answer comes back under it. */
  readonly customId: string;
  /** The question. */
  readonly request: WriteQueriesRequest;
}

/** How far a batch is. */
export interface BatchState {
  /** The provider's id. */
  readonly id: string;
  /** When it was created, in milliseconds since 1970 by the provider's clock. */
  readonly createdAtMs: number;
  /** Results are ready. */
  readonly ended: boolean;
  /** Questions in it. */
  readonly requestCount: number;
}

/** What became of a question; everything but an answer cost nothing. */
export type BatchOutcome =
  | { readonly type: "answered"; readonly answer: ProviderAnswer }
  /** Expired, canceled, or an error on the provider's side: to be asked again. */
  | { readonly type: "again"; readonly reason: string }
  /** The provider does not take the question. */
  | { readonly type: "failed"; readonly error: SyntheticQueriesError };

/** One line of a batch's results. */
export interface BatchResult {
  /** The question's id. */
  readonly customId: string;
  /** What became of it. */
  readonly outcome: BatchOutcome;
}

/** A service that answers many questions later, at a lower price. */
export interface QueryBatches {
  /** Questions in one batch at most. */
  readonly maxRequests: number;
  /** Bytes of one batch at most. */
  readonly maxBytes: number;
  /** Time between two looks at a batch. */
  readonly pollMs: number;
  /** For how long after a plan a batch that is not listed may still appear. */
  readonly graceMs: number;
  /** Bytes that a question takes in a batch. */
  sizeOf(request: BatchRequest): number;
  /**
   * Creates a batch.
   *
   * @returns Its id, or `null` when it is not known whether it was created.
   * @throws {SyntheticQueriesError} When it was surely not created.
   */
  create(requests: readonly BatchRequest[], signal?: AbortSignal): Promise<string | null>;
  /** How far a batch is. */
  state(id: string, signal?: AbortSignal): Promise<BatchState>;
  /** Batches of the account, newest first. */
  list(signal?: AbortSignal): AsyncIterable<BatchState>;
  /** Results in any order. */
  results(id: string, signal?: AbortSignal): AsyncIterable<BatchResult>;
}
