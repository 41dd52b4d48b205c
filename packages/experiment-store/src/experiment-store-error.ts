/** What can go wrong with an experiment folder. */
export type ExperimentStoreErrorCode =
  | "EXPERIMENT_LOCKED"
  | "MANIFEST_INVALID"
  | "INPUT_MISSING"
  | "OUTPUT_MISSING"
  | "FOLDER_NOT_WRITABLE"
  | "DISK_FULL";

/** A failure of the world around an experiment folder; the message says what was expected and what came. */
export class ExperimentStoreError extends Error {
  override readonly name = "ExperimentStoreError";
  /** Which kind of failure it is. */
  readonly code: ExperimentStoreErrorCode;
  /** What to do about it. */
  readonly hint?: string;

  constructor(
    code: ExperimentStoreErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
