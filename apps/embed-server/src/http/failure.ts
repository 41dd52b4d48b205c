import { EmbedServerError } from "../embed-server-error.ts";

/** A failure as it is answered. */
export interface Failure {
  /** HTTP status. */
  readonly status: number;
  /** Code for programs. */
  readonly code: string;
  /** What was expected and what came. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** Field of the request that does not fit. */
  readonly field: string | undefined;
  /** When to come again, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** Failures of the database whose message helps a client and says nothing of where the server is. */
const toldCodes = new Set([
  "DIMENSION_MISMATCH",
  "COLUMN_MISSING",
  "COLUMN_TYPE_MISMATCH",
  "EXTENSION_MISSING",
]);

/** What is answered to an error that a request ran into. */
export function failureOf(error: unknown): Failure {
  if (error instanceof EmbedServerError) {
    const { status, code, message, hint, field, details } = error;
    const seconds = details?.retryAfterSeconds;
    const retry = typeof seconds === "number" ? { retryAfterSeconds: seconds } : {};
    return { status, code, message, hint, field, ...retry };
  }
  if (isDatabaseError(error)) {
    const told = toldCodes.has(error.code);
    return {
      ...unnamed,
      status: 503,
      code: error.code,
      message: told ? error.message : "Expected the product database to answer, got an error.",
      hint: told ? error.hint : "Try again later; the server's log says more.",
    };
  }
  if (error instanceof Error && error.name === "AbortError") return { ...unnamed, ...gone };
  return fromFramework(error) ?? { ...unnamed, ...internal };
}

const unnamed = { hint: undefined, field: undefined };
const internal = {
  status: 500,
  code: "INTERNAL",
  message: "The server failed on this request.",
  hint: "The server's log has the reason under this request's id.",
};

/** Nobody reads this answer. */
const gone = {
  status: 499,
  code: "CLIENT_GONE",
  message: "The client ended the connection before the answer.",
};

/** A database's error, known by its name, so that a server without search loads no driver. */
function isDatabaseError(
  error: unknown,
): error is Error & { readonly code: string; readonly hint: string | undefined } {
  return error instanceof Error && error.name === "PgCorpusError" && "code" in error;
}

/** Fastify's own refusals; its messages are not repeated, as one may quote the body. */
function fromFramework(error: unknown): Failure | undefined {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (typeof status !== "number" || status < 400 || status > 499) return undefined;
  if (status === 413) {
    const message = "Expected a smaller body, got one above the server's limit.";
    const hint = "Send fewer or shorter texts a request; GET /api/info names the limits.";
    return { ...unnamed, status, code: "BODY_TOO_LARGE", message, hint };
  }
  if (status === 415) {
    const message = "Expected the content type application/json, got another one.";
    return { ...unnamed, status, code: "UNSUPPORTED_MEDIA_TYPE", message };
  }
  return {
    ...unnamed,
    status,
    code: "INVALID_REQUEST",
    message: "Expected a JSON object as the body, got another text.",
  };
}
