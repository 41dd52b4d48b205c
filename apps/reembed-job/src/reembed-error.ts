/** Exit codes of every command. */
export const exitCodes = {
  done: 0,
  fixable: 1,
  usage: 2,
  gate: 3,
  bug: 70,
  interrupted: 130,
} as const;

/** Kinds of failure that the job itself finds. */
export type ReembedErrorCode =
  | "DATABASE_NOT_GIVEN"
  | "INVALID_SETTING"
  | "MODEL_FOLDER_MISSING"
  | "NOT_CONFIRMED"
  | "OTHER_MODEL"
  | "SWITCH_NOT_POSSIBLE"
  | "VERIFICATION_FAILED"
  | "WRITERS_TOO_FAST";

/** What a {@link ReembedError} may carry besides its message. */
export interface ReembedErrorOptions {
  /** What the reader can do about it. */
  readonly hint: string;
  /** The values that failed. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Exit code of the process. @default 1 */
  readonly exitCode?: number;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * A failure that its reader can mend: what was expected, what came, and what to do.
 *
 * @example
 * new ReembedError("NOT_CONFIRMED", "Expected yes, got no.", { hint: "Give --yes." });
 */
export class ReembedError extends Error {
  override readonly name = "ReembedError";
  /** Which kind of failure it is. */
  readonly code: ReembedErrorCode;
  /** What the reader can do about it. */
  readonly hint: string;
  /** The values that failed. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** Exit code of the process. */
  readonly exitCode: number;

  constructor(code: ReembedErrorCode, message: string, options: ReembedErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
    this.exitCode = options.exitCode ?? exitCodes.fixable;
  }
}
