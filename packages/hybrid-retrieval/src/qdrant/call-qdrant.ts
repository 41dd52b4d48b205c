import type { QdrantCollection } from "./qdrant-client.ts";
import { timedOut } from "./qdrant-errors.ts";
import { translateQdrantError } from "./translate-qdrant-error.ts";

/** How long calls may take. */
export interface QdrantLimits {
  /** The collection, for messages. */
  readonly collection: Pick<QdrantCollection, "name">;
  /** Milliseconds that one request may take. */
  readonly timeoutMs: number;
  /** Ends the wait for an answer. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The answer of the client, its errors as this package's, waited for no longer than the limits say.
 * The client's methods take no signal: a request that nobody waits for goes on until the server's
 * timeout (which every request carries) or the client's own.
 */
export async function callQdrant(
  { collection, timeoutMs, signal }: QdrantLimits,
  call: () => Promise<unknown>,
): Promise<unknown> {
  signal?.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timedOut(collection.name, timeoutMs)), timeoutMs);
  const stop = () => reject(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  const answered = call().catch((error: unknown) => {
    throw translateQdrantError(collection.name, error);
  });
  try {
    return await Promise.race([answered, stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Whole seconds for the server, at least as long as this side waits. */
export function serverSeconds(timeoutMs: number): number {
  return Math.max(1, Math.ceil(timeoutMs / 1000));
}

/** A RangeError when no time is given. */
export function requireTimeout(timeoutMs: number): void {
  if (Number.isSafeInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs < 2 ** 31) return;
  throw new RangeError(
    `Expected timeoutMs to be an integer from 1 to ${2 ** 31 - 1}, got ${timeoutMs}.`,
  );
}
