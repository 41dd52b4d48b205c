import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  overlapRuns,
  rankBiasedOverlap,
  rankBiasedPrecision,
  rankBiasedResidual,
} from "../index.ts";

const grades = new Map([
  ["a", 1],
  ["b", 2],
  ["n", 0],
]);
const ids = Array.from({ length: 12 }, (_, at) => `d${at}`);
const list = fc.shuffledSubarray(ids);
const persistences = fc.constantFrom(0.1, 0.5, 0.9, 0.99);

describe("rankBiasedPrecision", () => {
  it("weighs rank i by p^(i − 1), whatever the grade above 0", () => {
    const options = { persistence: 0.5 };
    expect(rankBiasedPrecision(["a", "x", "b"], grades, options)).toBe(0.5 * (1 + 0.25));
    expect(rankBiasedPrecision(["n", "a"], grades)).toBeCloseTo(0.1 * 0.9, 14);
    expect(rankBiasedPrecision(["a", "x", "b"], grades, { ...options, cutoff: 2 })).toBe(0.5);
    expect(rankBiasedPrecision([], grades)).toBe(0);
  });

  it("leaves to the residual what unjudged documents and the end of the list could add", () => {
    const options = { persistence: 0.5 };
    expect(rankBiasedResidual(["a", "x"], grades, options)).toBe(0.25 + 0.25);
    expect(rankBiasedResidual(["n", "a"], grades, options)).toBe(0.25);
    expect(rankBiasedResidual(["n", "a"], grades, { ...options, cutoff: 1 })).toBe(0.5);
    expect(rankBiasedResidual([], grades)).toBe(1);
  });

  it("refuses a persistence that is not between 0 and 1", () => {
    for (const persistence of [0, 1, NaN, -0.5]) {
      expect(() => rankBiasedPrecision(["a"], grades, { persistence })).toThrow(RangeError);
      expect(() => rankBiasedResidual(["a"], grades, { persistence })).toThrow(RangeError);
      expect(() => rankBiasedOverlap(["a"], ["a"], { persistence })).toThrow(RangeError);
    }
  });
});

describe("rankBiasedOverlap", () => {
  it("sums the agreement at each depth, and goes on with the last one", () => {
    const { extrapolated } = rankBiasedOverlap(["a", "b", "c"], ["b", "a", "d"], {
      persistence: 0.5,
    });
    expect(extrapolated).toBeCloseTo(0.25 * 1 + 0.125 * (2 / 3) + 0.125 * (2 / 3), 14);
  });

  it("does not depend on which list comes first, and keeps within its bounds", () => {
    fc.assert(
      fc.property(list, list, persistences, (first, second, persistence) => {
        const there = rankBiasedOverlap(first, second, { persistence });
        expect(rankBiasedOverlap(second, first, { persistence })).toEqual(there);
        const { extrapolated, lowest, residual } = there;
        expect(lowest).toBeGreaterThanOrEqual(-1e-12);
        expect(lowest).toBeLessThanOrEqual(extrapolated + 1e-12);
        expect(extrapolated).toBeLessThanOrEqual(lowest + residual + 1e-12);
        expect(lowest + residual).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it("is 1 for a list and itself, 0 for lists without a common document", () => {
    fc.assert(
      fc.property(list, persistences, (some, persistence) => {
        const same = rankBiasedOverlap(some, some, { persistence });
        expect(same.extrapolated).toBeCloseTo(1, 10);
        const none = rankBiasedOverlap(["x"], some, { persistence });
        expect(none.extrapolated).toBe(0);
      }),
      { seed: 42 },
    );
  });

  it("never falls when lists agree longer", () => {
    fc.assert(
      fc.property(list, list, persistences, (first, second, persistence) => {
        const before = rankBiasedOverlap(first, second, { persistence });
        const after = rankBiasedOverlap(["x", ...first], ["x", ...second], { persistence });
        expect(after.extrapolated).toBeGreaterThanOrEqual(before.extrapolated - 1e-12);
      }),
      { seed: 42 },
    );
  });

  it("refuses a list that repeats a document", () => {
    expect(() => rankBiasedOverlap(["a", "a"], ["a"])).toThrow('got "a" again at rank 2');
  });
});

describe("overlapRuns", () => {
  it("orders by score, and counts a query that only one run answers as 0", () => {
    const one = { docId: "a", score: 1 };
    const two = { docId: "b", score: 2 };
    const first = { name: "a", rankings: new Map([["2", [one, two]], ["1", [one]]]) }; // prettier-ignore
    const second = { name: "b", rankings: new Map([["2", [two, one]], ["3", [one]]]) }; // prettier-ignore
    const { mean, perQuery } = overlapRuns(first, second);
    expect([...perQuery.keys()]).toEqual(["2", "1", "3"]);
    expect(perQuery.get("2")).toBeCloseTo(1, 12);
    expect([perQuery.get("1"), perQuery.get("3")]).toEqual([0, 0]);
    expect(mean).toBeCloseTo(1 / 3, 12);
    expect(overlapRuns({ name: "", rankings: new Map() }, { name: "", rankings: new Map() }).mean).toBeNaN(); // prettier-ignore
  });
});
