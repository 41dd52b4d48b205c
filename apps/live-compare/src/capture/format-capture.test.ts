import { expect, it } from "vitest";
import { captureOf } from "../../test/capture-of.ts";
import { formatCapture } from "./format-capture.ts";
import { summarizeQueries } from "./summarize-queries.ts";

it("draws S0's boxes and the means", () => {
  const capture = captureOf({ "gift for a cook": ["Knife Set", "Cast Iron Pan"], nothing: [] });
  expect(formatCapture(capture)).toBe(
    [
      'Query: "gift for a cook"',
      "┌────┬──────────────────────────────────────────────┬────────────┐",
      "│  # │  Product Title                               │ Similarity │",
      "├────┼──────────────────────────────────────────────┼────────────┤",
      "│  1 │  Knife Set                                   │    0.900   │",
      "│  2 │  Cast Iron Pan                               │    0.800   │",
      "└────┴──────────────────────────────────────────────┴────────────┘",
      "",
      'Query: "nothing"',
      "  (no results)",
      "",
      'Capture "before" of POST http://search.example/api/search at 2026-01-01T00:00:00.000Z',
      "Average top-1 similarity: 0.900",
      "Average top-5 similarity: 0.850",
      "Queries with top-1 similarity > 0.5: 1 of 2",
      "Latency p50, p95: 12.5 and 12.5 ms",
      "Averages are over 1 of 2 queries: the others have no first result with a score.",
    ].join("\n"),
  );
});

it("shows hostile titles and queries as harmless text on one line", () => {
  const capture = captureOf({ "\u001b[2Ja\nb\u202e": ["\u001b]0;x\u0007Pan\r\nPot\u202e"] });
  const text = formatCapture(capture);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  expect(text.split("\n")).toHaveLength(6 + 1 + 5);
});

it("averages what has scores", () => {
  const result = (score: number | null) => ({ rank: 1, id: "a", title: "", score });
  const queryOf = (...scores: (number | null)[]) => ({
    query: "q",
    latencyMs: 1,
    results: scores.map(result),
  });
  // Top-1: (0.6 + 0.5) / 2. Top-5: (mean(0.6 … 0.2) + 0.5) / 2 = (0.4 + 0.5) / 2; the sixth is not in it.
  const summary = summarizeQueries([
    queryOf(0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
    queryOf(0.5),
    queryOf(null),
    queryOf(),
  ]);
  expect(summary).toEqual({
    queryCount: 4,
    scoredCount: 2,
    meanTop1: expect.closeTo(0.55, 12),
    meanTop5: expect.closeTo(0.45, 12),
    top1Above: { threshold: 0.5, count: 1 },
    latencyMs: { p50: 1, p95: 1 },
    repeatJaccard: null,
  });
  expect(summarizeQueries([queryOf(null)])).toMatchObject({ meanTop1: null, meanTop5: null });
});
