import { defaultQueries } from "../default-queries.ts";
import type { LiveCapture } from "../live-capture.ts";
import { askAll } from "./ask-all.ts";
import { readModel } from "./read-model.ts";
import type { ResponseFields } from "./read-results.ts";
import { resolveHost } from "./resolve-host.ts";
import { createSearchClient } from "./search-client.ts";
import { summarizeQueries } from "./summarize-queries.ts";

/** What is asked, and where. */
export interface CaptureLiveSearchOptions {
  /** A host name, `host:port` or URL of the search API. */
  readonly host: string;
  /** What the capture is called. @default "capture" */
  readonly label?: string;
  /** Queries to ask. @default S0's ten, see `defaultQueries` */
  readonly queries?: readonly string[];
  /** Results of a query, an integer ≥ 1. @default 5 */
  readonly topK?: number;
  /** Paths that may answer, the preferred one first. @default /api/search, then /search/records */
  readonly endpoints?: readonly string[];
  /** Where an answer keeps what. */
  readonly fields?: ResponseFields;
  /** Key sent as a bearer token. @default none is sent */
  readonly apiKey?: string;
  /** How long one answer may take, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
  /** Requests at once, an integer ≥ 1. @default 1 */
  readonly concurrency?: number;
  /** How often each query is asked, to tell noise from change, an integer ≥ 1. @default 1 */
  readonly repeats?: number;
  /** How often a call is sent again when the API is busy or not to be reached. @default 0 */
  readonly retries?: number;
  /** Called after every answer. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Stops the capture; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a running search API some queries and keeps what it answers, with the model that it names.
 *
 * The first query settles the path: the first of `endpoints` that is deployed. All queries go there,
 * so that one capture never mixes two services. A query that fails ends the capture.
 *
 * @param options Host, queries, number of results.
 * @returns The answers, with means over them.
 * @throws {LiveCompareError} `INVALID_HOST`, `UNREACHABLE`, `TIMEOUT`, `ENDPOINT_MISSING`,
 *   `REQUEST_REFUSED`, `SERVER_FAILED`, `BAD_RESPONSE`.
 * @throws {RangeError} When `topK`, `repeats` or `concurrency` is not an integer ≥ 1 or there is no query.
 * @example
 * const before = await captureLiveSearch({ host: "localhost:8001", label: "before" });
 * before.summary.meanTop1; // 0.589
 */
export async function captureLiveSearch(options: CaptureLiveSearchOptions): Promise<LiveCapture> {
  const { label = "capture", queries = defaultQueries, topK = 5, signal } = options;
  const { concurrency = 1, repeats = 1, retries = 0, timeoutMs = 10_000 } = options;
  for (const [name, value] of Object.entries({ topK, concurrency, repeats })) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`Expected ${name} to be an integer of 1 or more, got ${value}.`);
  }
  if (queries.length === 0) throw new RangeError("Expected 1 query or more, got 0.");
  const host = resolveHost(options.host);
  const timestamp = new Date().toISOString();
  const client = createSearchClient({
    host,
    endpoints: options.endpoints ?? ["/api/search", "/search/records"],
    fields: options.fields ?? {},
    topK,
    apiKey: options.apiKey,
    timeoutMs,
    retries,
    signal,
  });
  const model = await readModel({ host, apiKey: options.apiKey, timeoutMs });
  const total = queries.length * repeats;
  const onProgress = (done: number) => options.onProgress?.({ done, total });
  const answers = await askAll(client, { queries, concurrency, repeats, onProgress, signal });
  return {
    schemaVersion: 1,
    label,
    timestamp,
    host,
    endpoint: client.endpoint() ?? "",
    ...(model === undefined ? {} : { model }),
    ...(client.retried() === 0 ? {} : { retries: client.retried() }),
    topK,
    queries: answers,
    summary: summarizeQueries(answers),
  };
}
