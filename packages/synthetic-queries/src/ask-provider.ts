import pRetry, { AbortError } from "p-retry";
import type { ProviderAnswer, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";
import { SyntheticQueriesError } from "./synthetic-queries-error.ts";

const RETRIES = 3;
const FIRST_WAIT_MS = 500;

/**
 * Asks a provider, and again up to three times with growing waits when it throws anything but a
 * `SyntheticQueriesError`, which says that trying again is of no use.
 */
export function askProvider(
  provider: QueryProvider,
  request: WriteQueriesRequest,
): Promise<ProviderAnswer> {
  const ask = async (): Promise<ProviderAnswer> => {
    try {
      return await provider.writeQueries(request);
    } catch (error) {
      if (error instanceof SyntheticQueriesError) throw new AbortError(error);
      throw error;
    }
  };
  const { signal } = request;
  const waits = { retries: RETRIES, minTimeout: FIRST_WAIT_MS, randomize: true };
  return pRetry(ask, signal === undefined ? waits : { ...waits, signal });
}
