import type { CapturedQuery, CapturedResult } from "../live-capture.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import type { SearchCall, SearchReply } from "./post-search.ts";
import { postWithRetries } from "./post-with-retries.ts";
import { readResults, type ResponseFields } from "./read-results.ts";

/** How an API is called. */
export interface SearchClientOptions extends Omit<SearchCall, "url" | "query"> {
  /** The API's address without a path. */
  readonly host: string;
  /** Paths that may answer, the preferred one first. */
  readonly endpoints: readonly string[];
  /** How often a call is sent again. */
  readonly retries: number;
  /** Where an answer keeps what. */
  readonly fields: ResponseFields;
}

/** Asks one API, always on the path that answered first. */
export interface SearchClient {
  /** The path that answers; undefined before the first answer. */
  readonly endpoint: () => string | undefined;
  /** Calls that were sent again. */
  readonly retried: () => number;
  /** Asks one query. */
  readonly ask: (query: string) => Promise<CapturedQuery>;
}

/** Statuses of a path behind which there is no service: not deployed, or a proxy without a target. */
const absent = new Set([404, 405, 410, 501, 502, 503, 504]);

/** Makes a client; the first query settles which path is asked, so that one capture never mixes two. */
export function createSearchClient(options: SearchClientOptions): SearchClient {
  let settled: string | undefined;
  let retried = 0;
  const onRetry = () => {
    retried += 1;
  };
  const call = (endpoint: string, query: string) => {
    const search = { ...options, url: `${options.host}${endpoint}`, query };
    return postWithRetries(search, options.retries, onRetry);
  };
  const settle = async (query: string): Promise<readonly [string, SearchReply]> => {
    const tried: SearchReply[] = [];
    for (const endpoint of options.endpoints) {
      const reply = await call(endpoint, query);
      if (!absent.has(reply.status)) return [endpoint, reply];
      tried.push(reply);
    }
    throw endpointMissing(options, tried);
  };
  return {
    endpoint: () => settled,
    retried: () => retried,
    ask: async (query) => {
      const [endpoint, reply] =
        settled === undefined ? await settle(query) : [settled, await call(settled, query)];
      const url = `${options.host}${endpoint}`;
      const results = resultsOf(reply, url, options);
      settled = endpoint;
      return { query, latencyMs: Math.round(reply.latencyMs * 100) / 100, results };
    },
  };
}

function resultsOf(
  { status, text }: SearchReply,
  url: string,
  { topK, fields }: SearchClientOptions,
): readonly CapturedResult[] {
  if (status < 200 || status > 299) throw refused(status, text, url);
  const results = readResults(parseJson(text, url), topK, fields);
  if (!("problem" in results)) return results;
  throw new LiveCompareError("BAD_RESPONSE", `Answer of ${url}: ${results.problem}.`, {
    hint: "Say where the answer keeps them with --results-field, --id-field and --title-field.",
    details: { url },
  });
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = text.trim().slice(0, 100);
    throw new LiveCompareError(
      "BAD_RESPONSE",
      `Expected JSON from ${url}, got ${start === "" ? "an empty answer" : JSON.stringify(start)}.`,
      { hint: "Check that the address is the search API's and not a web page's.", cause },
    );
  }
}

function refused(status: number, text: string, url: string): LiveCompareError {
  const message = `Expected results from ${url}, got HTTP ${status}${saying(text)}.`;
  const details = { url, status };
  if (status >= 500) {
    const hint = "The service failed; its log says why. Nothing was written: run this again.";
    return new LiveCompareError("SERVER_FAILED", message, { hint, details });
  }
  const hints: Readonly<Record<number, string>> = {
    401: "Set SEARCH_API_KEY to the API's key.",
    403: "Set SEARCH_API_KEY to a key that may search.",
    429: "The API limits its callers: try again later.",
  };
  const moved = status >= 300 && status <= 399;
  const hint =
    hints[status] ??
    (moved
      ? "The API has moved: give --host its new address, perhaps with https://."
      : "Check what the API expects.");
  return new LiveCompareError("REQUEST_REFUSED", message, { hint, details });
}

function endpointMissing(
  { host, endpoints }: SearchClientOptions,
  replies: readonly SearchReply[],
): LiveCompareError {
  const got = replies.map(({ status, text }) => `HTTP ${status}${saying(text)}`).join(" and ");
  return new LiveCompareError(
    "ENDPOINT_MISSING",
    `Expected POST ${endpoints.join(" or ")} to answer at ${host}, got ${got}.`,
    { hint: "Check the host, or name the path with --endpoint.", details: { host, endpoints } },
  );
}

/** The reason that an error body gives, in the usual places. */
function saying(text: string): string {
  try {
    const { detail, message, error } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const inner = (error as { readonly message?: unknown } | null | undefined)?.message;
    const reason = [inner, detail, message, error].find((value) => typeof value === "string");
    return reason === undefined ? "" : ` (${String(reason).slice(0, 200).replace(/\.$/u, "")})`;
  } catch {
    return "";
  }
}
