import pRetry, { AbortError } from "p-retry";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import { RetryLater } from "./retry-later.ts";

/** How often and when something is tried again. */
export interface TryAgainOptions {
  /** How often. */
  readonly maxRetries: number;
  /** Wait before the first time in milliseconds, doubled each time up to 8 s, times 1 to 2 at random. */
  readonly firstWaitMs: number;
  /** Breaks the waiting off. */
  readonly signal?: AbortSignal | undefined;
}

const LONGEST_WAIT_MS = 8000;
/** A provider that grants nothing this many times in a row is not asked for ever. */
const MOST_REFUSED_GRANTS = 20;

/**
 * Tries until it succeeds. A `SyntheticQueriesError` is final; a `RetryLater` is tried again and
 * in the end told as the failure it carries; any other error is tried again and told as it is.
 * Tries that the provider put off until a time it named are not counted, up to 20 of them.
 *
 * @param once One try; told how many came before.
 */
export async function tryAgain<Result>(
  once: (earlier: number) => Promise<Result>,
  { maxRetries, firstWaitMs, signal }: TryAgainOptions,
): Promise<Result> {
  const attempt = async (number: number): Promise<Result> => {
    try {
      return await once(number - 1);
    } catch (error) {
      if (error instanceof SyntheticQueriesError) throw new AbortError(error);
      throw error instanceof TypeError ? new Error(error.message, { cause: error }) : error;
    }
  };
  try {
    return await pRetry(attempt, {
      retries: maxRetries,
      minTimeout: firstWaitMs,
      maxTimeout: Math.max(LONGEST_WAIT_MS, firstWaitMs),
      randomize: true,
      shouldConsumeRetry: ({ error, attemptNumber }) =>
        !(error instanceof RetryLater && error.untilGranted) || attemptNumber > MOST_REFUSED_GRANTS,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw error instanceof RetryLater ? error.failure : error;
  }
}
