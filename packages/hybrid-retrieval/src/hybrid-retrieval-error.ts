/** What went wrong, for programs. */
export type HybridRetrievalErrorCode =
  | "AUTHENTICATION_FAILED"
  | "BAD_RESPONSE"
  | "COLLECTION_MISMATCH"
  | "COLLECTION_MISSING"
  | "DIMENSION_MISMATCH"
  | "DUPLICATE_DOCUMENT"
  | "DUPLICATE_QUERY"
  | "ENGINE_FAILED"
  | "INVALID_VECTOR"
  | "MODEL_MISMATCH"
  | "NO_CONNECTION"
  | "NO_CORPUS"
  | "REQUEST_REFUSED"
  | "SERVER_FAILED"
  | "TIMEOUT";

/** The parts of a {@link HybridRetrievalError} besides its code and message. */
export interface HybridRetrievalErrorOptions {
  /** What to do about it. */
  readonly hint?: string;
  /** The data that failed. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error behind this one. */
  readonly cause?: unknown;
}

/** A failure in the data that was given, of the engine that multiplies matrices, or of a database. */
export class HybridRetrievalError extends Error {
  override readonly name = "HybridRetrievalError";
  /** What went wrong, for programs. */
  readonly code: HybridRetrievalErrorCode;
  /** What to do about it, where there is something to do. */
  readonly hint?: string;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: HybridRetrievalErrorCode,
    message: string,
    options: HybridRetrievalErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
