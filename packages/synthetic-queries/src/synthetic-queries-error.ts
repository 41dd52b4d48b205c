/** What went wrong, as a word that programs can test. */
export type SyntheticQueriesErrorCode =
  | "AUTHENTICATION_FAILED"
  | "PERMISSION_DENIED"
  | "PAYMENT_REQUIRED"
  | "UNKNOWN_MODEL"
  | "PROVIDER_NOT_RUNNING"
  | "UNKNOWN_PRICE"
  | "INVALID_REQUEST"
  | "RATE_LIMITED"
  | "PROVIDER_UNAVAILABLE"
  | "INVALID_ANSWER"
  | "NO_RECORDED_ANSWER"
  | "INVALID_FILE"
  | "FILE_NOT_READABLE"
  | "FILE_NOT_WRITABLE";

/** What a {@link SyntheticQueriesError} carries besides its code and message. */
export interface SyntheticQueriesErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string;
  /** The data that failed, without secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error underneath. */
  readonly cause?: unknown;
}

/** A failure of the world outside: the provider, its answer, or a file. */
export class SyntheticQueriesError extends Error {
  override readonly name = "SyntheticQueriesError";
  /** What went wrong. */
  readonly code: SyntheticQueriesErrorCode;
  /** What the reader can do about it. */
  readonly hint?: string;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: SyntheticQueriesErrorCode,
    message: string,
    options: SyntheticQueriesErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
