import { summarizeQueries } from "../src/capture/summarize-queries.ts";
import type { LiveCapture } from "../src/live-capture.ts";

/** A capture of these queries, each with the titles of its results; scores fall from 0.9 by 0.1. */
export function captureOf(
  answers: Readonly<Record<string, readonly string[]>>,
  changes: Partial<LiveCapture> = {},
): LiveCapture {
  const queries = Object.entries(answers).map(([query, titles]) => ({
    query,
    latencyMs: 12.5,
    results: titles.map((title, index) => ({
      rank: index + 1,
      id: `id ${title}`,
      title,
      score: 0.9 - index / 10,
    })),
  }));
  return {
    schemaVersion: 1,
    label: "before",
    timestamp: "2026-01-01T00:00:00.000Z",
    host: "http://search.example",
    endpoint: "/api/search",
    topK: 5,
    queries,
    summary: summarizeQueries(queries),
    ...changes,
  };
}
