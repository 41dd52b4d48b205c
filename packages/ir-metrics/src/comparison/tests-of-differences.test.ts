import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adjustPValues,
  bootstrapInterval,
  cohensDz,
  pairedRandomizationTest,
  pairedTTest,
  signTest,
  smallestDetectableDifference,
  wilcoxonTest,
} from "../index.ts";

const difference = fc.integer({ min: -5, max: 5 }).map((tenths) => tenths / 10);
const settings = { seed: 42, numRuns: 60 };

describe("pairedRandomizationTest", () => {
  it("counts all signs of up to 14 differences", () => {
    const differences = fc.array(difference, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(differences, (some) => {
        const patterns = 2 ** some.length;
        const sumOf = (signs: number) =>
          some.reduce((sum, value, index) => sum + ((signs >> index) & 1 ? value : -value), 0);
        const observed = Math.abs(sumOf(patterns - 1)) - 1e-9;
        const sums = Array.from({ length: patterns }, (_, signs) => Math.abs(sumOf(signs)));
        const share = sums.filter((sum) => sum >= observed).length / patterns;
        expect(pairedRandomizationTest(some).p).toBe(share);
      }),
      settings,
    );
  });

  it("leaves queries without a difference out of account", () => {
    const some = [0.1, 0.2, 0.3];
    const padded = [...some, ...Array.from({ length: 100 }, () => 0)];
    expect(pairedRandomizationTest(padded).p).toBe(pairedRandomizationTest(some).p);
  });

  it("comes close to the exact p when it samples", () => {
    const some = [0.3, 0.2, 0.25, -0.1, 0.05, 0.15, -0.05, 0.1, 0.2, -0.15, 0.05, 0.3, -0.2, 0.1];
    const exact = pairedRandomizationTest(some).p;
    const sampled = pairedRandomizationTest([...some, 3e-12]).p;
    expect(Math.abs(sampled - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 10_000));
  });
});

describe("bootstrapInterval", () => {
  it("holds the mean and widens with confidence, by either method", () => {
    const differences = fc.array(difference, { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(differences, fc.constantFrom("percentile", "bca"), (some, method) => {
        const mean = pairedRandomizationTest(some).meanDifference;
        const [low, high] = bootstrapInterval(some, { resamples: 300, method });
        const [lower, higher] = bootstrapInterval(some, {
          resamples: 300,
          method,
          confidence: 0.99,
        });
        expect(low).toBeLessThanOrEqual(mean + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(lower).toBeLessThanOrEqual(low);
        expect(higher).toBeGreaterThanOrEqual(high);
      }),
      settings,
    );
  });

  it("is a point for one query and for equal differences", () => {
    expect(bootstrapInterval([0.5])).toEqual([0.5, 0.5]);
    expect(bootstrapInterval([0.25, 0.25], { method: "bca" })).toEqual([0.25, 0.25]);
  });
});

describe("the other tests", () => {
  it("say nothing about a single query", () => {
    expect(pairedTTest([0.3])).toMatchObject({ p: 1, interval: [-Infinity, Infinity] });
    expect(pairedRandomizationTest([0.3]).p).toBe(1);
    expect(signTest([0.3]).p).toBeCloseTo(1, 12);
    expect(wilcoxonTest([0.3]).p).toBe(1);
    expect(cohensDz([0.3])).toBe(NaN);
  });

  it("say nothing about no difference at all", () => {
    expect(signTest([0, 0])).toEqual({ wins: 0, ties: 2, losses: 0, p: 1 });
    expect(wilcoxonTest([0, 0])).toEqual({ statistic: 0, p: 1, method: "exact" });
    expect(cohensDz([0, 0])).toBe(0);
  });

  it("choose the exact Wilcoxon test up to 50 differences of different sizes", () => {
    const sizes = Array.from({ length: 51 }, (_, index) => index + 1);
    expect(wilcoxonTest(sizes.slice(0, 50)).method).toBe("exact");
    expect(wilcoxonTest(sizes).method).toBe("normal");
    expect(wilcoxonTest([1, 1, 2]).method).toBe("normal");
  });

  it("refuse nothing to test and numbers that are not finite", () => {
    for (const test of [pairedTTest, pairedRandomizationTest, bootstrapInterval, signTest]) {
      expect(() => test([])).toThrow(RangeError);
      expect(() => test([0.1, NaN])).toThrow("got NaN at index 1");
    }
  });
});

describe("adjustPValues", () => {
  it("never lowers a p-value and keeps their order", () => {
    const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    const method = fc.constantFrom("holm", "bonferroni", "benjamini-hochberg");
    fc.assert(
      fc.property(pValues, method, (some, adjustment) => {
        const adjusted = adjustPValues(some, adjustment);
        for (const [i, p] of some.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          for (const [j, q] of some.entries()) {
            if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? NaN);
          }
        }
      }),
      settings,
    );
  });

  it("refuses what is no probability", () => {
    expect(() => adjustPValues([0.1, 1.1], "holm")).toThrow(RangeError);
  });
});

describe("smallestDetectableDifference", () => {
  const file = join(import.meta.dirname, "../../test/golden/power.json");
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly cases: readonly {
      readonly queryCount: number;
      readonly power: number;
      readonly alpha: number;
      readonly effect: number;
    }[];
  };

  it.each(cases)(
    "is within 2 % of scipy's noncentral t for $queryCount queries, power $power, alpha $alpha",
    ({ queryCount, effect, ...options }) => {
      const spread = { standardDeviation: 1, queryCount };
      const ratio = smallestDetectableDifference(spread, options) / effect;
      expect(Math.abs(ratio - 1)).toBeLessThan(queryCount < 30 ? 0.02 : 0.005);
    },
  );

  it("takes the spread from differences", () => {
    const spread = { standardDeviation: 1, queryCount: 3 };
    expect(smallestDetectableDifference([1, 2, 3])).toBe(smallestDetectableDifference(spread));
  });

  it("is infinite for fewer than two queries", () => {
    expect(smallestDetectableDifference([0.1])).toBe(Infinity);
  });

  it("refuses a spread that is none", () => {
    const spread = { standardDeviation: -1, queryCount: 10 };
    expect(() => smallestDetectableDifference(spread)).toThrow(RangeError);
  });
});
