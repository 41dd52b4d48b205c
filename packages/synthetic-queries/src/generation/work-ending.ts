import { SyntheticQueriesError } from "../synthetic-queries-error.ts";

const MAX_FAILURES_IN_A_ROW = 10;
const FATAL: ReadonlySet<string> = new Set([
  "AUTHENTICATION_FAILED",
  "PERMISSION_DENIED",
  "PAYMENT_REQUIRED",
  "UNKNOWN_MODEL",
  "PROVIDER_NOT_RUNNING",
  "INVALID_FILE",
  "FILE_NOT_WRITABLE",
]);

/** Decides when failures make every further question useless. */
export class WorkEnding {
  readonly #signal: AbortSignal | undefined;
  #failuresInARow = 0;
  #error: Error | undefined;
  readonly #counted = new WeakSet<Error>();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Whether the work is over. */
  get over(): boolean {
    return this.#error !== undefined || this.#signal?.aborted === true;
  }

  /** A question was answered. */
  succeeded(): void {
    this.#failuresInARow = 0;
  }

  /** A question failed for good; the same error counts once. */
  failed(error: Error): void {
    if (this.over || this.#counted.has(error)) return;
    this.#counted.add(error);
    const code = error instanceof SyntheticQueriesError ? error.code : "";
    this.#failuresInARow += 1;
    if (this.#failuresInARow >= MAX_FAILURES_IN_A_ROW || FATAL.has(code)) this.#error ??= error;
  }

  /** Ends with the reason, if there is one. */
  throwIfOver(): void {
    this.#signal?.throwIfAborted();
    if (this.#error !== undefined) throw this.#error;
  }
}
