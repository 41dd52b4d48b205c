/** What went wrong, as a closed list that programs can switch over. */
export type LiveCompareErrorCode =
  | "HOST_NOT_GIVEN"
  | "INVALID_HOST"
  | "UNREACHABLE"
  | "TIMEOUT"
  | "ENDPOINT_MISSING"
  | "REQUEST_REFUSED"
  | "SERVER_FAILED"
  | "BAD_RESPONSE"
  | "QUERIES_INVALID"
  | "CAPTURE_INVALID"
  | "JUDGMENTS_INVALID"
  | "CLICKS_NOT_GIVEN"
  | "OUTPUT_EXISTS"
  | "OUTPUT_NOT_WRITABLE"
  | "ENDPOINT_CHANGED"
  | "NO_COMMON_QUERIES";

/** What a {@link LiveCompareError} may carry besides its message. */
export interface LiveCompareErrorOptions {
  /** What the reader can do about it. */
  readonly hint: string;
  /** The data that failed; never a key. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * A search API, a file or a setting that does not fit; says what was expected and what came.
 *
 * @example
 * new LiveCompareError("HOST_NOT_GIVEN", "Expected a host, got none.", { hint: "Give --host." });
 */
export class LiveCompareError extends Error {
  override readonly name = "LiveCompareError";
  /** Which kind of failure it is. */
  readonly code: LiveCompareErrorCode;
  /** What the reader can do about it. */
  readonly hint: string;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: LiveCompareErrorCode, message: string, options: LiveCompareErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}
