import { setTimeout as wait } from "node:timers/promises";
import { LiveCompareError } from "../live-compare-error.ts";
import { postSearch, type SearchCall, type SearchReply } from "./post-search.ts";

/** What may be gone in a moment: too many callers, or a service that starts. */
const passing = new Set([429, 503]);

/** Longest pause that `retry-after` may ask for. */
const longestPauseMs = 30_000;

/**
 * Sends a search, and again after a pause when the API was busy, starting or not to be reached; the
 * last answer or failure is what counts. Only the last call's time is told.
 */
export async function postWithRetries(
  call: SearchCall,
  retries: number,
  onRetry: () => void,
): Promise<SearchReply> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await postSearch(call).catch((error: unknown) => error);
    const last = attempt >= retries;
    if (isReply(outcome)) {
      if (last || !passing.has(outcome.status)) return outcome;
    } else if (last || !(outcome instanceof LiveCompareError) || outcome.code !== "UNREACHABLE") {
      throw outcome;
    }
    onRetry();
    const asked = isReply(outcome) ? outcome.retryAfterMs : undefined;
    const pause = Math.min(longestPauseMs, asked ?? 200 * 2 ** attempt);
    await wait(pause, undefined, call.signal === undefined ? {} : { signal: call.signal });
  }
}

function isReply(outcome: unknown): outcome is SearchReply {
  return typeof outcome === "object" && outcome !== null && "latencyMs" in outcome;
}
