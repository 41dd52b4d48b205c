/** What went wrong, for programs. */
export type IrMetricsErrorCode =
  | "UNKNOWN_METRIC"
  | "DUPLICATE_DOCUMENT"
  | "INCOMPLETE_SCORES"
  | "INVALID_SCORE"
  | "INVALID_QRELS"
  | "INVALID_RUN"
  | "UNWRITABLE_ID"
  | "NO_QUERIES"
  | "DIFFERENT_QUERIES"
  | "MISSING_METRIC";

/** The parts of an {@link IrMetricsError} besides its code and message. */
export interface IrMetricsErrorOptions {
  /** What to do about it. */
  readonly hint?: string;
  /** The data that failed. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error behind this one. */
  readonly cause?: unknown;
}

/** A failure in the data that was given: rankings, judgments or files of them. */
export class IrMetricsError extends Error {
  override readonly name = "IrMetricsError";
  /** What went wrong, for programs. */
  readonly code: IrMetricsErrorCode;
  /** What to do about it, where there is something to do. */
  readonly hint?: string;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: IrMetricsErrorCode, message: string, options: IrMetricsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
