/** Exit codes of every command, as in the README. */
export const exitCodes = {
  done: 0,
  fixable: 1,
  usage: 2,
  gate: 3,
  bug: 70,
  interrupted: 130,
} as const;

/** Kinds of failure that the command line itself finds. */
export type CliErrorCode =
  | "INVALID_SETTINGS"
  | "MISSING_SECRET"
  | "INVALID_SOURCE"
  | "EMPTY_CATALOGUE"
  | "TOO_FEW_PRODUCTS"
  | "UNKNOWN_PRODUCTS"
  | "UNWRITABLE_ID"
  | "INVALID_JUDGMENTS"
  | "FILE_MISSING"
  | "FILE_EXISTS"
  | "INVALID_FILE"
  | "EXPERIMENT_INCOMPLETE"
  | "MODEL_CHANGED"
  | "STALE_RESULTS"
  | "NOTHING_IN_COMMON"
  | "LEAK_FOUND"
  | "PARITY_FAILED"
  | "USAGE";

/** A failure that its reader can mend: what was expected, what came, and what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** Which kind of failure it is. */
  readonly code: CliErrorCode;
  /** What to do about it. */
  readonly hint?: string;
  /** The values that failed. */
  readonly details?: unknown;
  /** Exit code of the process. */
  readonly exitCode: number;

  constructor(
    code: CliErrorCode,
    message: string,
    options: {
      readonly hint?: string;
      readonly details?: unknown;
      readonly exitCode?: number;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.exitCode = options.exitCode ?? exitCodes.fixable;
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.details !== undefined) this.details = options.details;
  }
}
