/** What went wrong: in a request (with an HTTP status) or before the server could start (500). */
export type EmbedServerErrorCode =
  | "INVALID_REQUEST"
  | "UNAUTHORIZED"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "BODY_TOO_LARGE"
  | "BATCH_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "OVERLOADED"
  | "SEARCH_NOT_CONFIGURED"
  | "RERANKER_NOT_CONFIGURED"
  | "JUDGMENTS_NOT_CONFIGURED"
  | "JUDGMENTS_INVALID"
  | "EXPERIMENT_INCOMPLETE"
  | "MODEL_UNKNOWN"
  | "MODEL_MISMATCH"
  | "MODEL_NOT_GIVEN"
  | "MODEL_FOLDER_MISSING"
  | "INVALID_SETTING"
  | "ADDRESS_IN_USE"
  | "ADDRESS_NOT_ALLOWED";

/** What an {@link EmbedServerError} may carry besides its message. */
export interface EmbedServerErrorOptions {
  /** What the reader can do about it. */
  readonly hint?: string;
  /** Field of the request that does not fit. */
  readonly field?: string;
  /** The data that failed; never a text, key or password. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error underneath. */
  readonly cause?: unknown;
}

const statuses: Readonly<Partial<Record<EmbedServerErrorCode, number>>> = {
  INVALID_REQUEST: 400,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
  BATCH_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  OVERLOADED: 429,
  SEARCH_NOT_CONFIGURED: 503,
  RERANKER_NOT_CONFIGURED: 501,
  JUDGMENTS_NOT_CONFIGURED: 501,
  MODEL_UNKNOWN: 503,
  MODEL_MISMATCH: 503,
};

/**
 * A request or a setting that does not fit; the message says what was expected and what came.
 *
 * @example
 * new EmbedServerError("INVALID_REQUEST", "Expected text, got nothing.").status; // 400
 */
export class EmbedServerError extends Error {
  override readonly name = "EmbedServerError";
  /** Which kind of failure it is. */
  readonly code: EmbedServerErrorCode;
  /** HTTP status that answers it. */
  readonly status: number;
  /** What the reader can do about it. */
  readonly hint: string | undefined;
  /** Field of the request that does not fit. */
  readonly field: string | undefined;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: EmbedServerErrorCode, message: string, options: EmbedServerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = statuses[code] ?? 500;
    this.hint = options.hint;
    this.field = options.field;
    this.details = options.details;
  }
}
