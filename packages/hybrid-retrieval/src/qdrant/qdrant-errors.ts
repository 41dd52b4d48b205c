import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";

/** What to do when an answer is not one of Qdrant's. */
export const wrongApiHint =
  "Check that the client's url is Qdrant's, and that client and server are of one version.";

/** An error for a collection that cannot be used as it is. */
export function mismatch(collection: string, expected: string, hint: string): HybridRetrievalError {
  return new HybridRetrievalError(
    "COLLECTION_MISMATCH",
    `Qdrant collection "${collection}": expected ${expected}.`,
    { hint, details: { collection } },
  );
}

/** An error for an answer without what was asked for. */
export function badResponse(collection: string, expected: string): HybridRetrievalError {
  return new HybridRetrievalError(
    "BAD_RESPONSE",
    `Qdrant collection "${collection}": expected ${expected} in the answer, got none.`,
    {
      hint: wrongApiHint,
      details: { collection },
    },
  );
}

/** The error for an answer that did not come in time. */
export function timedOut(collection: string, timeoutMs: number): HybridRetrievalError {
  return new HybridRetrievalError(
    "TIMEOUT",
    `Qdrant collection "${collection}": expected an answer within ${timeoutMs} ms, got none.`,
    { hint: "Try again later, or allow more time with timeoutMs.", details: { collection } },
  );
}
