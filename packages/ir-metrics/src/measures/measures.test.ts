import { expect, it } from "vitest";
import {
  averagePrecision,
  bpref,
  countRelevant,
  judged,
  ndcg,
  ndcgExponential,
  precision,
  rPrecision,
  recall,
  reciprocalRank,
  success,
} from "../index.ts";

const grades = new Map([
  ["a", 3],
  ["b", 1],
  ["c", 0],
  ["d", -1],
  ["e", 2],
]);
const ranking = ["c", "b", "x", "a", "d"];

it("sums gains over log2(rank + 1) for nDCG", () => {
  const found = 1 / Math.log2(3) + 3 / Math.log2(5);
  const best = 3 / Math.log2(2) + 2 / Math.log2(3) + 1 / Math.log2(4);
  expect(ndcg(ranking, grades)).toBeCloseTo(found / best, 14);
  expect(ndcg(ranking, grades, 2)).toBeCloseTo(1 / Math.log2(3) / (3 + 2 / Math.log2(3)), 14);
});

it("gains 2^grade − 1 for exponential nDCG", () => {
  const found = 1 / Math.log2(3) + 7 / Math.log2(5);
  const best = 7 / Math.log2(2) + 3 / Math.log2(3) + 1 / Math.log2(4);
  expect(ndcgExponential(ranking, grades)).toBeCloseTo(found / best, 14);
});

it("takes the first relevant document for the reciprocal rank", () => {
  expect(reciprocalRank(ranking, grades)).toBe(1 / 2);
  expect(reciprocalRank(ranking, grades, 1)).toBe(0);
});

it("divides precision by the cutoff, recall by the relevant documents", () => {
  expect(precision(ranking, grades, 4)).toBe(2 / 4);
  expect(precision(ranking, grades, 10)).toBe(2 / 10);
  expect(recall(ranking, grades, 4)).toBe(2 / 3);
  expect(recall(ranking, grades, 2)).toBe(1 / 3);
});

it("says 1 for success when one relevant document is there", () => {
  expect([success(ranking, grades, 1), success(ranking, grades, 2)]).toEqual([0, 1]);
});

it("averages precision over all relevant documents, found or not", () => {
  expect(averagePrecision(ranking, grades)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 14);
  expect(averagePrecision(ranking, grades, 2)).toBeCloseTo(1 / 2 / 3, 14);
});

it("cuts at the number of relevant documents for R-precision", () => {
  expect(rPrecision(ranking, grades)).toBe(1 / 3);
});

it("counts only documents judged 0 as not relevant for bpref", () => {
  expect(bpref(ranking, grades)).toBeCloseTo((2 * (1 - 1 / 1)) / 3, 14);
  expect(bpref(["x", "d", "a", "c"], grades)).toBeCloseTo(1 / 3, 14);
});

it("counts judged documents among those retrieved", () => {
  expect(judged(ranking, grades, 3)).toBe(2 / 3);
  expect(judged(ranking, grades, 100)).toBe(4 / 5);
  expect(judged([], grades, 3)).toBe(0);
});

it("counts retrieved and relevant documents", () => {
  expect(countRelevant(ranking, grades)).toEqual({
    retrieved: 5,
    relevant: 3,
    relevantRetrieved: 2,
  });
});

it("is 0 for an empty list and for a query without relevant documents", () => {
  for (const [docs, judgments] of [
    [[], grades],
    [ranking, new Map([["c", 0]])],
    [ranking, new Map<string, number>()],
  ] as const) {
    expect([
      ndcg(docs, judgments),
      ndcgExponential(docs, judgments),
      reciprocalRank(docs, judgments),
      precision(docs, judgments, 5),
      recall(docs, judgments, 5),
      success(docs, judgments, 5),
      averagePrecision(docs, judgments),
      rPrecision(docs, judgments),
      bpref(docs, judgments),
    ]).toEqual(Array.from({ length: 9 }, () => 0));
  }
});

it("refuses cutoffs that are no integer of 1 or more", () => {
  for (const cutoff of [0, -1, 1.5, NaN, Infinity]) {
    expect(() => ndcg(ranking, grades, cutoff)).toThrow(RangeError);
    expect(() => precision(ranking, grades, cutoff)).toThrow(RangeError);
    expect(() => judged(ranking, grades, cutoff)).toThrow(RangeError);
  }
});

it("refuses a ranking that repeats a document, naming it", () => {
  expect(() => ndcg(["a", "b", "a"], grades)).toThrow('got "a" again at rank 3');
});
