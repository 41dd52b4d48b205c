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
    // Overlap by depth 0, 1/2, 2/3, and 2/3 on: (0.1)(0.5 · 0.9 + 2/3 · 0.81) + 2/3 · 0.9³.
    rbo: expect.closeTo(0.1 * (0.5 * 0.9 + (2 / 3) * 0.9 ** 2) + (2 / 3) * 0.9 ** 3, 12),
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

it("warns that similarities of two models are not comparable", () => {
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
    Average rank-biased overlap: 0.862
    Same first product: 2 of 3 queries
    Same list in the same order: 2 of 3 queries
    Latency p50, p95: 12.5 and 12.5 ms before, 12.5 and 12.5 ms after

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

const [base, tuned] = ["a", "b"].map((x) => ({ id: `models/${x}`, fingerprint: x.repeat(64) }));

it("says when both captures name one model, and which two when not", () => {
  if (base === undefined || tuned === undefined) throw new Error("no models");
  const [one, other] = [
    { ...before, model: base },
    { ...before, model: tuned },
  ];
  expect(compareCaptures(one, one).warnings).toEqual([
    "Both captures are of one model, models/a (aaaaaaaaaaaa): what changed is not the model.",
  ]);
  expect(compareCaptures(one, other).warnings).toEqual([
    expect.stringContaining("not comparable"),
    "The model changed from models/a (aaaaaaaaaaaa) to models/b (bbbbbbbbbbbb).",
  ]);
});

it("tells when products of one id have other titles than before", () => {
  const renamed = before.queries.map((query) => ({
    ...query,
    results: query.results.map((result) =>
      result.title === "B" ? { ...result, title: "B, now blue" } : result,
    ),
  }));
  const { warnings } = compareCaptures(before, { ...before, queries: renamed });
  expect(warnings.at(-1)).toBe(
    "The catalogue changed, too: 1 of 4 products have another title than before.",
  );
});

it("compares relevance of judged queries, in the order of the API and not of its scores", () => {
  const after = captureOf({ pan: ["C", "A", "X"], lamp: ["D"], none: [] }, later);
  const ids = new Map([
    ["pan", ["q1"]],
    ["none", ["q2"]],
    ["unasked", ["q3"]],
  ]);
  const qrels = new Map([
    ["q1", new Map([["id A", 1]])],
    ["q2", new Map([["id Z", 1]])],
    ["q3", new Map([["id Z", 1]])],
  ]);
  const comparison = compareCaptures(before, after, { ids, qrels });
  expect(comparison.judged?.queryCount).toBe(2);
  // A first, then second: (1 + 0) / 2 and (1 / log2(3) + 0) / 2; reciprocal ranks 1 and 1/2.
  expect(comparison.judged?.metrics["ndcg@5"]).toMatchObject({
    baseline: 0.5,
    candidate: expect.closeTo(1 / Math.log2(3) / 2, 12),
    wins: 0,
    ties: 1,
    losses: 1,
  });
  expect(comparison.judged?.metrics["mrr@5"]).toMatchObject({ baseline: 0.5, candidate: 0.25 });
  const text = formatComparison(comparison);
  expect(text).toMatch(/Relevance over 2 judged queries:\nNDCG@5: 0\.500 before, 0\.315 after, /u);
  expect(compareCaptures(before, after, { ids: new Map(), qrels })).not.toHaveProperty("judged");
});
