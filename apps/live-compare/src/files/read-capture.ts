import { readFile } from "node:fs/promises";
import type { CapturedModel } from "../capture/read-model.ts";
import type {
  CapturedQuery,
  CapturedRepeats,
  CapturedResult,
  LiveCapture,
} from "../live-capture.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import { summarizeQueries } from "../capture/summarize-queries.ts";

/**
 * Reads a results file that `writeCapture` wrote.
 *
 * @throws {LiveCompareError} `CAPTURE_INVALID` when it is missing, no JSON, or no capture.
 * @example
 * const before = await readCapture("live_search_results_BEFORE.json");
 * before.label; // "before"
 */
export async function readCapture(path: string): Promise<LiveCapture> {
  const content = await readJson(path);
  const capture = toCapture(content);
  if (typeof capture !== "string") return capture;
  throw invalid(path, capture);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const came = missing
      ? "no such file"
      : cause instanceof SyntaxError
        ? "no JSON"
        : String(cause);
    throw invalid(path, `got ${came}`, cause);
  }
}

function invalid(path: string, came: string, cause?: unknown): LiveCompareError {
  return new LiveCompareError(
    "CAPTURE_INVALID",
    `${path}: expected a file that live-compare capture wrote, ${came}.`,
    { hint: "Write it with live-compare capture --out FILE.", details: { path }, cause },
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** The capture, or in words what is wrong with it. Figures are computed anew, not believed. */
function toCapture(content: unknown): LiveCapture | string {
  if (!isFields(content)) return "got no object";
  const { schemaVersion, label, timestamp, host, endpoint, topK } = content;
  if (schemaVersion !== 1) return `got schemaVersion ${JSON.stringify(schemaVersion) ?? "missing"}`;
  for (const [name, value] of Object.entries({ label, timestamp, host, endpoint })) {
    if (typeof value !== "string") return `got no text in ${name}`;
  }
  if (typeof topK !== "number" || !Number.isInteger(topK) || topK < 1) return "got no topK";
  const queries = toQueries(content.queries);
  if (typeof queries === "string") return queries;
  const texts = { label, timestamp, host, endpoint } as Record<
    "label" | "timestamp" | "host" | "endpoint",
    string
  >;
  const { model, retries } = content;
  return {
    schemaVersion: 1,
    ...texts,
    ...(isModel(model) ? { model } : {}),
    ...(typeof retries === "number" ? { retries } : {}),
    topK,
    queries,
    summary: summarizeQueries(queries),
  };
}

function toQueries(value: unknown): readonly CapturedQuery[] | string {
  if (!Array.isArray(value) || value.length === 0) return "got no queries";
  const queries: CapturedQuery[] = [];
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const results =
      isFields(item) && Array.isArray(item.results) ? item.results.map(toResult) : [null];
    if (!isFields(item) || typeof item.query !== "string" || results.includes(null)) {
      return `got something else as query ${index + 1}`;
    }
    const latencyMs = typeof item.latencyMs === "number" ? item.latencyMs : 0;
    const repeats = isRepeats(item.repeats) ? { repeats: item.repeats } : {};
    const kept = results.filter((one) => one !== null);
    queries.push({ query: item.query, latencyMs, results: kept, ...repeats });
  }
  return queries;
}

function toResult(item: unknown, index: number): CapturedResult | null {
  if (!isFields(item) || typeof item.title !== "string") return null;
  const { id, title, score } = item;
  if (id !== null && typeof id !== "string") return null;
  if (score !== null && typeof score !== "number") return null;
  return { rank: index + 1, id, title, score };
}

function isModel(value: unknown): value is CapturedModel {
  return isFields(value) && typeof value.id === "string" && typeof value.fingerprint === "string";
}

function isRepeats(value: unknown): value is CapturedRepeats {
  return (
    isFields(value) &&
    Array.isArray(value.latenciesMs) &&
    value.latenciesMs.every((one) => typeof one === "number") &&
    typeof value.jaccard === "number" &&
    typeof value.unchanged === "number"
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
