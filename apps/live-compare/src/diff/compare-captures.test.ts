import { expect, it } from "vitest";
import { captureOf } from "../../test/capture-of.ts";
import { compareCaptures } from "./compare-captures.ts";
import { compareResults } from "./compare-results.ts";
import { formatComparison } from "./format-comparison.ts";

const before = captureOf({ pan: ["A", "B", "C"], lamp: ["D"], none: [] });
const later = { label: "after", timestamp: "2026-01-02T00:00:00.000Z" };

it("finds nothing changed between a capture and itself", () => {
  const comparison = compareCaptures(before, before);
  expect(comparison).toMatchObject({
    queryCount: 3,
    meanJaccard: 1,
    sameFirstCount: 3,
    unchangedCount: 3,
    meanTop1ChangePercent: 0,
  });
});

it("counts overlap and names moves, newcomers and leavers", () => {
  const after = captureOf({ pan: ["C", "A", "X"], lamp: ["D"], none: [] }, later);
  const comparison = compareCaptures(before, after);
  // A, C in both; A, B, C, X in either: 2 / 4. Mean over three queries: (0.5 + 1 + 1) / 3.
  expect(comparison.queries[0]).toEqual({
    query: "pan",
    jaccard: 0.5,
    sameFirst: false,
    unchanged: false,
    moves: [
      { id: "id C", title: "C", before: 3, after: 1 },
      { id: "id A", title: "A", before: 1, after: 2 },
      { id: "id X", title: "X", before: null, after: 3 },
      { id: "id B", title: "B", before: 2, after: null },
    ],
  });
  expect(comparison).toMatchObject({
    meanJaccard: expect.closeTo(2.5 / 3, 12),
    sameFirstCount: 2,
    unchangedCount: 2,
  });
});

it("refuses captures of different endpoints", () => {
  const after = captureOf({ pan: ["A"] }, { ...later, endpoint: "/search/records" });
  expect(() => compareCaptures(before, after)).toThrow(
    expect.objectContaining({
      code: "ENDPOINT_CHANGED",
      message:
        'Expected one endpoint in both captures, got /api/search ("before") and /search/records ("after").',
    }),
  );
});

it("always warns that similarities of two models are not comparable", () => {
  expect(compareCaptures(before, before).warnings).toEqual([
    expect.stringContaining("not comparable"),
  ]);
});

it("compares common queries down to the smaller list, and tells what it left out", () => {
  const after = captureOf(
    { pan: ["A", "X"], new: ["Z"] },
    { ...later, topK: 1, host: "http://other.example", timestamp: "2025-01-01T00:00:00.000Z" },
  );
  const comparison = compareCaptures(before, after);
  expect(comparison).toMatchObject({ k: 1, queryCount: 1, meanJaccard: 1, unchangedCount: 1 });
  expect(comparison.before.summary.queryCount).toBe(1);
  expect(comparison.warnings.slice(1)).toEqual([
    "The hosts differ: http://search.example and http://other.example.",
    "The captures asked for 5 and 1 results; the smaller counts.",
    "Queries of one capture only are left out: 2 of the earlier, 1 of the later.",
    "The capture given as the earlier one is the younger: were the files given in order?",
  ]);
});

it("refuses captures without a common query", () => {
  const after = captureOf({ other: ["A"] }, later);
  expect(() => compareCaptures(before, after)).toThrow(
    expect.objectContaining({ code: "NO_COMMON_QUERIES" }),
  );
});

it("tells products apart by title when not all have ids, and counts a repeated one once", () => {
  const result = (rank: number, id: string | null, title: string) => ({
    rank,
    id,
    title,
    score: 1,
  });
  const changed = compareResults({
    query: "q",
    before: [result(1, null, "A"), result(2, "1", "B"), result(3, "9", "A")],
    after: [result(1, "2", "A"), result(2, "3", "B")],
  });
  expect(changed).toMatchObject({ jaccard: 1, sameFirst: true, unchanged: true });
});

it("counts a query that lost all its results as without overlap", () => {
  const after = captureOf({ lamp: [] }, later);
  const [query] = compareCaptures(before, after).queries;
  expect(query).toMatchObject({ jaccard: 0, sameFirst: false, unchanged: false });
});

it("prints S0's lines without calling a higher cosine an improvement", () => {
  const after = captureOf({ pan: ["C", "A", "X"], lamp: ["D"], none: [] }, later);
  const text = formatComparison(compareCaptures(before, after));
  expect(text).toMatchInlineSnapshot(`
    "BEFORE re-embedding: avg top-1 similarity = 0.900
    AFTER re-embedding:  avg top-1 similarity = 0.900
    Change: 0.0% (of the similarity, not of the quality of the search)

    Endpoint: POST /api/search in both captures
    Average overlap (Jaccard@5): 0.833 over 3 queries
    Same first product: 2 of 3 queries
    Same list in the same order: 2 of 3 queries

    Warning: Similarities of two models are not comparable: each model has its own scale, so a higher mean is not a better search. Read overlap and moves here, and relevance in the experiment's report.

    Query: "pan"  Jaccard@5 0.500
    ┌─────┬─────┬──────┬──────────────────────────────────────────────┐
    │   # │ Was │ Move │  Product Title                               │
    ├─────┼─────┼──────┼──────────────────────────────────────────────┤
    │   1 │   3 │  ↑ 2 │  C                                           │
    │   2 │   1 │  ↓ 1 │  A                                           │
    │   3 │ new │      │  X                                           │
    │ out │   2 │      │  B                                           │
    └─────┴─────┴──────┴──────────────────────────────────────────────┘"
  `);
  expect(text).not.toMatch(/improvement: /iu);
});

it("has no percentage where the earlier mean is 0 or missing", () => {
  const empty = captureOf({ none: [] });
  expect(compareCaptures(empty, empty).meanTop1ChangePercent).toBeNull();
  expect(formatComparison(compareCaptures(empty, empty))).toContain("Change: n/a");
});
