import type { SyntheticQueriesError } from "../synthetic-queries-error.ts";

/** A failure that may pass: the same request can be tried again. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  /** What is told when it does not pass. */
  readonly failure: SyntheticQueriesError;
  /** The provider said when it will answer again; such a failure is not counted as a try. */
  readonly untilGranted: boolean;
  /** The request may have arrived and been charged: only its answer is lost. */
  readonly maybeCharged: boolean;

  constructor(failure: SyntheticQueriesError, untilGranted = false, maybeCharged = false) {
    super(failure.message, { cause: failure });
    this.failure = failure;
    this.untilGranted = untilGranted;
    this.maybeCharged = maybeCharged;
  }
}
