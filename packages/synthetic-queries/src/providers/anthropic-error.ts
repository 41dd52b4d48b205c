import { APIConnectionError, APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import { BrokenAnswer } from "../requests/broken-answer.ts";
import { mayHaveArrived } from "../requests/may-have-arrived.ts";
import { RetryLater } from "../requests/retry-later.ts";
import {
  SyntheticQueriesError,
  type SyntheticQueriesErrorCode,
} from "../synthetic-queries-error.ts";

/** What the provider was asked with, for messages. */
export interface AskedWith {
  /** The model. */
  readonly model: string;
  /** Where the API is. */
  readonly baseUrl: string;
}

type ApiError = APIError<number | undefined>;

interface Explanation {
  readonly code: SyntheticQueriesErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** Codes of failures that may pass. */
const PASSING: ReadonlySet<string> = new Set([
  "RATE_LIMITED",
  "PROVIDER_UNAVAILABLE",
  "INVALID_ANSWER",
]);
const OTHER_MODELS = "for example claude-haiku-5-5 or claude-sonnet-5-5";

/**
 * The SDK's error as one of ours: what was expected, what came, what to do. What may pass comes
 * as a `RetryLater` that carries it.
 */
export function explainAnthropicError(error: unknown, asked: AskedWith): unknown {
  if (error instanceof APIUserAbortError) return error;
  const explanation = explain(error, asked);
  if (explanation === undefined) return error;
  const { code, message, hint } = explanation;
  const api = error instanceof APIError ? (error as ApiError) : undefined;
  const details = {
    model: asked.model,
    ...(api?.status === undefined ? {} : { status: api.status }),
    ...(api?.requestID ? { requestId: api.requestID } : {}),
  };
  const failure = new SyntheticQueriesError(code, message, { hint, details, cause: error });
  if (!PASSING.has(code) || api?.status === 404) return failure;
  const arrived = mayHaveArrived(error, error instanceof APIConnectionError);
  return new RetryLater(failure, api !== undefined && namesTime(api), arrived);
}

/** Whether the answer says when to try again. */
function namesTime(error: ApiError): boolean {
  return (
    error.headers?.has("retry-after") === true || error.headers?.has("retry-after-ms") === true
  );
}

function explain(error: unknown, asked: AskedWith): Explanation | undefined {
  const broken = BrokenAnswer.within(error);
  if (broken !== undefined)
    return {
      code: "INVALID_ANSWER",
      message: `Expected a whole answer of ${asked.model}, got ${broken.message}, every time.`,
      hint: "Try again later; answers that were stored are not paid again.",
    };
  if (error instanceof APIConnectionError) return connectionLost(error, asked);
  if (!(error instanceof APIError)) return undefined;
  const api = error as ApiError;
  return api.status === undefined ? undefined : explainStatus(api, api.status, asked);
}

function explainStatus(error: ApiError, status: number, asked: AskedWith): Explanation {
  const said = (error.apiMessage ?? error.message).slice(0, 200);
  if (status === 401)
    return {
      code: "AUTHENTICATION_FAILED",
      message: `Expected a valid API key, got one that the API refuses (${said}).`,
      hint: "Check the key; it may be revoked or of another workspace.",
    };
  if (status === 402 || error.type === "billing_error" || /credit balance/iu.test(said))
    return {
      code: "PAYMENT_REQUIRED",
      message: `Expected an account with credit, got: ${said}`,
      hint: "Add credit to the account; answers that were stored are not paid again.",
    };
  if (status === 403)
    return {
      code: "PERMISSION_DENIED",
      message: `Expected a key that may use ${asked.model}, got: ${said}`,
      hint: "Take another model or a key with more rights.",
    };
  if (status === 404) return notFound(error, asked);
  if (status === 429)
    return {
      code: "RATE_LIMITED",
      message: `Expected room in the rate limit, got 429 every time (${said}).`,
      hint: "Lower the concurrency or try again later.",
    };
  if (status >= 500 || status === 408 || status === 409)
    return {
      code: "PROVIDER_UNAVAILABLE",
      message: `Expected an answer of ${asked.model}, got ${status} every time (${said}).`,
      hint: "Try again later; answers that were stored are not paid again.",
    };
  return {
    code: "INVALID_REQUEST",
    message: `Expected ${asked.model} to take the request, got ${status}: ${said}`,
    hint: "The model may not know a setting, such as thinking turned off: take another model.",
  };
}

function notFound(error: ApiError, { model, baseUrl }: AskedWith): Explanation {
  if (error.type === "not_found_error")
    return {
      code: "UNKNOWN_MODEL",
      message: `Expected a model that the API serves, got "${model}", which is unknown or retired.`,
      hint: `Set a current model, ${OTHER_MODELS}.`,
    };
  return {
    code: "PROVIDER_UNAVAILABLE",
    message: `Expected the Messages API at ${baseUrl}, got 404.`,
    hint: "Check the base URL.",
  };
}

function connectionLost(error: APIConnectionError, { baseUrl }: AskedWith): Explanation {
  const cause = error.cause instanceof Error ? error.cause : error;
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return {
    code: "PROVIDER_UNAVAILABLE",
    message: `Expected a connection to ${baseUrl}, got ${reason}.`,
    hint: "Check the network and the base URL.",
  };
}
