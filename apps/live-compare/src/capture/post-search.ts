import { LiveCompareError } from "../live-compare-error.ts";

/** One call of a search API. */
export interface SearchCall {
  /** Address with path. */
  readonly url: string;
  /** The query. */
  readonly query: string;
  /** Results asked for. */
  readonly topK: number;
  /** Key sent as a bearer token. */
  readonly apiKey: string | undefined;
  /** How long the whole answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the call. */
  readonly signal: AbortSignal | undefined;
}

/** What came back. */
export interface SearchReply {
  /** HTTP status. */
  readonly status: number;
  /** The body as text. */
  readonly text: string;
  /** Time from sending to the whole answer, in milliseconds. */
  readonly latencyMs: number;
  /** When the API asks to come again, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** An answer of more bytes is no list of search results. */
const mostBytes = 16 * 1024 * 1024;

/** Sends one search and waits for the whole answer, whatever its status. */
export async function postSearch(call: SearchCall): Promise<SearchReply> {
  const { url, query, topK, apiKey, timeoutMs, signal } = call;
  const timeout = AbortSignal.timeout(timeoutMs);
  const start = performance.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual", // following one would turn POST into GET
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ query, top_k: topK }),
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    const text = await readText(response, url);
    const seconds = Number(response.headers.get("retry-after") ?? NaN);
    return {
      status: response.status,
      text,
      latencyMs: performance.now() - start,
      ...(seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof LiveCompareError) throw error;
    throw timeout.aborted ? tooSlow(call, error) : unreachable(url, error);
  }
}

async function readText(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes <= mostBytes) continue;
    throw new LiveCompareError(
      "BAD_RESPONSE",
      `Expected search results from ${url}, got an answer of more than 16 MiB.`,
      { hint: "Check the address, or ask for fewer results with --top-k." },
    );
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tooSlow({ url, timeoutMs }: SearchCall, cause: unknown): LiveCompareError {
  return new LiveCompareError(
    "TIMEOUT",
    `Expected an answer from ${url} within ${timeoutMs} ms, got none.`,
    {
      hint: "Allow more time with --timeout-ms, or check the service.",
      details: { url, timeoutMs },
      cause,
    },
  );
}

function unreachable(url: string, cause: unknown): LiveCompareError {
  const reason = reasonOf(cause);
  return new LiveCompareError("UNREACHABLE", `Expected to reach ${url}, got ${reason}.`, {
    hint: "Check that the service runs and that host, port and http/https are right.",
    details: { url },
    cause,
  });
}

/** Fetch hides the reason one or two levels down. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  if (error.cause !== undefined) return reasonOf(error.cause);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return code === "" || error.message.includes(code) ? error.message : `${code} (${error.message})`;
}
