import { RetryLater } from "../requests/retry-later.ts";
import {
  SyntheticQueriesError,
  type SyntheticQueriesErrorCode,
} from "../synthetic-queries-error.ts";

/** What a server answered with instead of queries. */
export interface BadStatus {
  /** The model that was asked. */
  readonly model: string;
  /** Where. */
  readonly baseUrl: string;
  /** What the server said, cut and without secrets. */
  readonly said: string;
  /** The server named a time to try again. */
  readonly granted: boolean;
  /** The SDK's error. */
  readonly cause: unknown;
}

type Explanation = readonly [code: SyntheticQueriesErrorCode, expected: string, hint: string];

const CODES = new Map<number, Explanation>([
  [401, ["AUTHENTICATION_FAILED", "a valid API key", "Check the key."]],
  [402, ["PAYMENT_REQUIRED", "an account with credit", "Add credit to the account."]],
  [403, ["PERMISSION_DENIED", "a key that may use the model", "Take another model or key."]],
  [404, ["UNKNOWN_MODEL", "a model that the server has", "Check the model and the base URL."]],
  [429, ["RATE_LIMITED", "room in the rate limit", "Lower the concurrency or try again later."]],
]);

/** A bad status of a server as our error; one that may pass as a `RetryLater`. */
export function explainStatus(
  status: number,
  { model, baseUrl, said, granted, cause }: BadStatus,
): RetryLater | SyntheticQueriesError {
  const passing = status >= 500 || status === 408 || status === 409 || status === 429;
  const unavailable: Explanation = ["PROVIDER_UNAVAILABLE", "an answer", "Try again later."];
  const refused: Explanation = [
    "INVALID_REQUEST",
    "the request to be taken",
    "The server may not know a setting, such as a JSON schema.",
  ];
  const spent = status === 429 && /insufficient_quota|exceeded your current quota/iu.test(said);
  const [code, expected, hint] =
    (spent ? CODES.get(402) : CODES.get(status)) ?? (passing ? unavailable : refused);
  const message = `Expected ${expected} for ${model} at ${baseUrl}, got ${status}: ${said}`;
  const details = { model, status };
  const failure = new SyntheticQueriesError(code, message, { hint, details, cause });
  return passing && !spent ? new RetryLater(failure, granted) : failure;
}
