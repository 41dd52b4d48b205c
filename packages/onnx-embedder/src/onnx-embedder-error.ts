/** What can go wrong with a model folder or an embeddings file. */
export type OnnxEmbedderErrorCode =
  | "MODEL_FILE_MISSING"
  | "MODEL_FILE_INVALID"
  | "MODEL_MISMATCH"
  | "EMBEDDINGS_FILE_INVALID"
  | "WORKER_FAILED";

/** An input of the world (a folder, a file) that does not fit; the message says what was expected and what came. */
export class OnnxEmbedderError extends Error {
  override readonly name = "OnnxEmbedderError";
  /** Which kind of failure it is. */
  readonly code: OnnxEmbedderErrorCode;
  /** What to do about it. */
  readonly hint?: string;

  constructor(
    code: OnnxEmbedderErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
