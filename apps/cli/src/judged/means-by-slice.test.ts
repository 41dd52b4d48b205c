import { expect, it } from "vitest";
import { meansBySlice } from "./means-by-slice.ts";

const values = (...ndcg: number[]) => ({
  runName: "run",
  queryCount: ndcg.length,
  unansweredQueries: [],
  means: { "ndcg@10": 0 },
  perQuery: new Map(ndcg.map((value, index) => [String(index), { "ndcg@10": value }])),
});

const query = (id: number, attributes: Record<string, string>) => ({
  ...{ _id: String(id), text: "", attributes },
});

it("averages each value's queries, and counts them", () => {
  const queries = [
    query(0, { style: "need" }),
    query(1, { style: "brand" }),
    query(2, { style: "need" }),
    query(3, {}),
  ];
  expect(meansBySlice(values(0.5, 1, 0.25, 0), queries)).toEqual({
    style: {
      need: { queries: 2, means: { "ndcg@10": (0.5 + 0.25) / 2 } },
      brand: { queries: 1, means: { "ndcg@10": 1 } },
    },
  });
});

it("leaves out attributes with one value, and those with a value for nearly every query", () => {
  const ndcg = Array.from({ length: 60 }, () => 1);
  const queries = ndcg.map((_, id) => query(id, { language: "en", author: `author ${id}` }));
  expect(meansBySlice(values(...ndcg), queries)).toEqual({});
});

it("keeps names that plain objects would trip over", () => {
  const queries = [query(0, { __proto__x: "constructor" }), query(1, { __proto__x: "toString" })];
  const slices = meansBySlice(values(1, 0), queries);
  expect(Object.keys(slices.__proto__x ?? {})).toEqual(["constructor", "toString"]);
});
