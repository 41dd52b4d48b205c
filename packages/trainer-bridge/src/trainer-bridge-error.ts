import type { TrainerErrorCode } from "./trainer-error-code.ts";

/** What went wrong, as a closed list that programs can switch over. */
export type TrainerBridgeErrorCode =
  | "PYTHON_NOT_FOUND"
  | "PYTHON_MISMATCH"
  | "TRAINER_FOLDER_INCOMPLETE"
  | "ENVIRONMENT_FOLDER_NOT_WRITABLE"
  | "INSTALL_FAILED"
  | "JOB_FOLDER_NOT_EMPTY"
  | "EXPORT_DIFFERS"
  | "TRAINER_NOT_STARTED"
  | "TRAINER_SILENT"
  | "PROTOCOL_MISMATCH"
  | "INVALID_TRAINER_OUTPUT"
  | "TRAINER_DIED"
  | "TRAINER_CONTRADICTION"
  | "TRAINER_FAILED"
  | TrainerErrorCode;

/** What a {@link TrainerBridgeError} is made from. */
export interface TrainerBridgeErrorOptions {
  /** What went wrong. */
  readonly code: TrainerBridgeErrorCode;
  /** What was expected, what came, and where. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint?: string | undefined;
  /** The data that failed. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * A failure of the Python environment, of the trainer, or of what it was given.
 *
 * @example
 * try {
 *   await ensurePythonEnvironment({ cacheFolder, environment: process.env });
 * } catch (error) {
 *   if (error instanceof TrainerBridgeError && error.code === "PYTHON_NOT_FOUND") showHint(error.hint);
 * }
 */
export class TrainerBridgeError extends Error {
  /** The name of the class, which survives minifying. */
  override readonly name = "TrainerBridgeError";
  /** What went wrong, as a closed list that programs can switch over. */
  readonly code: TrainerBridgeErrorCode;
  /** What the reader can do about it. */
  readonly hint: string | undefined;
  /** The data that failed. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(options: TrainerBridgeErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.details = options.details;
  }
}
