/** What went wrong, as a closed list that programs can switch over. */
export type PgCorpusErrorCode =
  | "NO_CONNECTION"
  | "INVALID_CONNECTION_STRING"
  | "AUTHENTICATION_FAILED"
  | "DATABASE_MISSING"
  | "DATABASE_LOCKED"
  | "DATABASE_FOLDER_UNUSABLE"
  | "TABLE_MISSING"
  | "COLUMN_MISSING"
  | "COLUMN_TYPE_MISMATCH"
  | "DIMENSION_MISMATCH"
  | "MODEL_MISMATCH"
  | "PRIMARY_KEY_MISSING"
  | "EXTENSION_MISSING"
  | "PERMISSION_DENIED"
  | "READ_ONLY"
  | "TIMEOUT"
  | "DISK_FULL"
  | "INVALID_IDENTIFIER"
  | "INVALID_VALUE"
  | "INVALID_VECTOR"
  | "REEMBEDDING_LOCKED"
  | "REEMBEDDING_STATE"
  | "SWITCH_OBSTACLE"
  | "SWITCH_INCOMPLETE"
  | "QUERY_FAILED";

/** What a {@link PgCorpusError} is made from. */
export interface PgCorpusErrorOptions {
  /** What went wrong. */
  readonly code: PgCorpusErrorCode;
  /** What was expected, what came, and where. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint?: string | undefined;
  /** The data that failed; never a password. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * A failure of the database or of what was read from it or written to it.
 *
 * @example
 * try {
 *   await openServer({ host: "db.example", database: "shop" });
 * } catch (error) {
 *   if (error instanceof PgCorpusError && error.code === "NO_CONNECTION") retryLater();
 * }
 */
export class PgCorpusError extends Error {
  /** The name of the class, which survives minifying. */
  override readonly name = "PgCorpusError";
  /** What went wrong, as a closed list that programs can switch over. */
  readonly code: PgCorpusErrorCode;
  /** What the reader can do about it. */
  readonly hint: string | undefined;
  /** The data that failed; never a password. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(options: PgCorpusErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.details = options.details;
  }
}
