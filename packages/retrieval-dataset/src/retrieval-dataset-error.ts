/** What went wrong, as a word that programs can test. */
export type RetrievalDatasetErrorCode =
  | "FILE_NOT_FOUND"
  | "FILE_NOT_READABLE"
  | "FILE_NOT_WRITABLE"
  | "UNKNOWN_FORMAT"
  | "INVALID_FILE"
  | "INVALID_TEMPLATE"
  | "INVALID_PAIRS"
  | "TOO_FEW_GROUPS";

/** What a {@link RetrievalDatasetError} carries besides its code and message. */
export interface RetrievalDatasetErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string;
  /** The data that failed, ready for a log. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * A failure of the world outside: a file, its content, or a dataset that is too small.
 * Broken arguments are a `TypeError` or `RangeError` instead.
 */
export class RetrievalDatasetError extends Error {
  override readonly name = "RetrievalDatasetError";
  /** What went wrong. */
  readonly code: RetrievalDatasetErrorCode;
  /** What the reader can do about it. */
  readonly hint?: string;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: RetrievalDatasetErrorCode,
    message: string,
    options: RetrievalDatasetErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
