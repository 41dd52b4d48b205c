import fc from "fast-check";
import { expect, it } from "vitest";
import { rankByScore } from "./rank-by-score.ts";

function idsOf(docs: readonly { readonly docId: string }[]): string[] {
  return docs.map(({ docId }) => docId);
}

it("ranks by score, equal scores by document id descending", () => {
  const docs = [
    { docId: "9", score: 1 },
    { docId: "10", score: 1 },
    { docId: "a", score: 2 },
    { docId: "b", score: 1 },
  ];
  expect(idsOf(rankByScore(docs))).toEqual(["a", "b", "9", "10"]);
  expect(idsOf(docs)).toEqual(["9", "10", "a", "b"]);
});

it("does not depend on the order in which documents come", () => {
  const docs = fc.uniqueArray(
    fc.record({ docId: fc.string(), score: fc.integer({ min: -3, max: 3 }) }),
    { selector: ({ docId }) => docId },
  );
  fc.assert(
    fc.property(docs, (some) => {
      expect(rankByScore(some.toReversed())).toEqual(rankByScore(some));
    }),
    { seed: 42 },
  );
});

it.each([NaN, Infinity, -Infinity])("refuses the score %d", (score) => {
  expect(() => rankByScore([{ docId: "d", score }])).toThrow(
    `Expected the score of document "d" to be a finite number, got ${score}.`,
  );
});
