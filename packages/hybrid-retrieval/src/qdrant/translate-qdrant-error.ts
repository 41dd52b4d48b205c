import { HybridRetrievalError, type HybridRetrievalErrorCode } from "../hybrid-retrieval-error.ts";
import { wrongApiHint } from "./qdrant-errors.ts";

interface Meaning {
  readonly code: HybridRetrievalErrorCode;
  readonly expected: string;
  readonly hint: string;
}

const notFound: Meaning = {
  code: "COLLECTION_MISSING",
  expected: "a collection of that name",
  hint: "Create the collection or alias, or correct its name.",
};
const notAllowed: Meaning = {
  code: "AUTHENTICATION_FAILED",
  expected: "to be let in",
  hint: "Give the client an apiKey that may use this collection.",
};
const tooLate: Meaning = {
  code: "TIMEOUT",
  expected: "an answer in time",
  hint: "Try again later, or allow more time with timeoutMs and the client's timeout.",
};
const serverFailed: Meaning = {
  code: "SERVER_FAILED",
  expected: "an answer",
  hint: "Try again later; the server's log says more.",
};
const refused: Meaning = {
  code: "REQUEST_REFUSED",
  expected: "the request to be accepted",
  hint: "Correct what the server names.",
};
const unreachable: Meaning = {
  code: "NO_CONNECTION",
  expected: "a server",
  hint: "Check that Qdrant runs and that the client's url and port are right.",
};
const unreadable: Meaning = {
  code: "BAD_RESPONSE",
  expected: "an answer of Qdrant's REST API",
  hint: wrongApiHint,
};

const byStatus: ReadonlyMap<number, Meaning> = new Map([
  [401, notAllowed],
  [403, notAllowed],
  [404, notFound],
  [408, tooLate],
  [429, serverFailed],
]);

/**
 * The package's error for whatever the client threw, which is its cause. What a server says to a
 * request with a wrong key is left out of the message, as it may repeat the key.
 */
export function translateQdrantError(collection: string, error: unknown): HybridRetrievalError {
  const status = statusOf(error);
  const { code, expected, hint } = meaningOf(error, status);
  const said = code === "AUTHENTICATION_FAILED" ? "" : reasonOf(error);
  const got = [status === undefined ? "" : `status ${status}`, said].filter(Boolean).join(": ");
  return new HybridRetrievalError(
    code,
    `Qdrant collection "${collection}": expected ${expected}, got ${got || "an error"}.`,
    { hint, details: { collection, ...(status !== undefined && { status }) }, cause: error },
  );
}

function meaningOf(error: unknown, status: number | undefined): Meaning {
  if (status !== undefined) {
    return byStatus.get(status) ?? (status >= 500 ? serverFailed : refused);
  }
  const name = error instanceof Error ? error.name : "";
  if (name === "QdrantClientTimeoutError") return tooLate;
  if (name === "QdrantClientResourceExhaustedError") return serverFailed;
  // fetch throws a TypeError for a connection that fails or breaks, with the system's error inside.
  if (error instanceof TypeError && error.cause !== undefined) return unreachable;
  return unreadable;
}

function statusOf(error: unknown): number | undefined {
  const known = typeof error === "object" && error !== null && "status" in error;
  return known && typeof error.status === "number" ? error.status : undefined;
}

/** The server's own words, or the system's, on one line of 200 characters at most. */
function reasonOf(error: unknown): string {
  const text = serverReason(error) ?? systemReason(error);
  return text.replaceAll(/\s+/gu, " ").trim().slice(0, 200).replace(/\.$/u, "");
}

function serverReason(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("data" in error)) return undefined;
  const { data } = error;
  if (typeof data === "string") return data;
  const status = (data as { status?: { error?: unknown } } | null)?.status;
  return typeof status?.error === "string" ? status.error : undefined;
}

function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // Node tries IPv6 and IPv4; the aggregate itself has no message.
  const reasons = cause instanceof AggregateError ? (cause.errors as readonly unknown[]) : [cause];
  return reasons.map((one) => (one instanceof Error ? one.message : String(one))).join(", ");
}
