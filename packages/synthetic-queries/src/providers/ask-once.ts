import type { TryAgainOptions } from "../requests/try-again.ts";
import type { ProviderAnswer, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";

const RETRIES = 3;
const FIRST_WAIT_MS = 500;

/** One try at a question; a provider without single tries does its own trying again inside. */
export function askOnce(
  provider: QueryProvider,
  request: WriteQueriesRequest,
): Promise<ProviderAnswer> {
  return provider.attempts?.once(request) ?? provider.writeQueries(request);
}

/** How often and when a provider's failures are tried again. */
export function retriesOf({ attempts }: QueryProvider): TryAgainOptions {
  return {
    maxRetries: attempts?.maxRetries ?? RETRIES,
    firstWaitMs: attempts?.firstWaitMs ?? FIRST_WAIT_MS,
  };
}
