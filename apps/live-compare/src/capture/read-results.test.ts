import { expect, it } from "vitest";
import { readResults } from "./read-results.ts";

const pan = { rank: 1, id: "7", title: "Pan", score: 0.5 };

it.each([
  ["results", { results: [{ id: "7", title: "Pan", score: 0.5 }] }],
  ["data", { data: [{ id: "7", title: "Pan", score: 0.5 }] }],
  ["items", { items: [{ id: "7", title: "Pan", score: 0.5 }] }],
  ["a bare list", [{ id: "7", title: "Pan", score: 0.5 }]],
  ["a number as id", [{ id: 7, title: "Pan", score: 0.5 }]],
  ["other names", [{ product_id: "7", name: "Pan", similarity: 0.5 }]],
  ["a score as text", [{ id: "7", title: "Pan", score: "0.5" }]],
])("reads %s", (_, body) => {
  expect(readResults(body, 5)).toEqual([pan]);
});

it("reads fields under names of the API's own, with dots into objects", () => {
  const hit = { _source: { label: "Pan", sku: 7 }, _score: 0.5 };
  const fields = {
    results: "hits.hits",
    id: "_source.sku",
    title: "_source.label",
    score: "_score",
  };
  expect(readResults({ hits: { hits: [hit] } }, 5, fields)).toEqual([pan]);
});

it("keeps results without id, title or score as far as they go", () => {
  expect(readResults([{ title: "Pan" }, { id: 0 }, { id: "a", score: "high" }], 5)).toEqual([
    { rank: 1, id: null, title: "Pan", score: null },
    { rank: 2, id: "0", title: "", score: null },
    { rank: 3, id: "a", title: "", score: null },
  ]);
});

it("keeps at most as many results as were asked for, in the API's order", () => {
  const body = [3, 1, 2].map((id) => ({ id, score: id }));
  expect(readResults(body, 2)).toMatchObject([{ id: "3" }, { id: "1" }]);
});

it("takes an empty list as no results", () => {
  expect(readResults({ results: [] }, 5)).toEqual([]);
});

it.each([
  ["a text", "x", "got a text"],
  ["null", null, "got null"],
  ["an empty object", {}, "got an empty object"],
  ["results that are no list", { results: { a: 1 } }, "got an object with results"],
  ["a result that is a text", ["x"], "got a text"],
])("says why %s has no results", (_, body, problem) => {
  expect(readResults(body, 5)).toEqual({ problem: expect.stringContaining(problem) });
});

it("looks for a named list there only", () => {
  expect(readResults({ results: [] }, 5, { results: "hits" })).toEqual({
    problem: "expected a list of results in hits, got an object with results",
  });
});
