import { describe, expect, it } from "vitest";
import { numbers, resultOf } from "../../test/result-of.ts";
import { adjustPValues } from "./adjust-p-values.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { compareRuns } from "./compare-runs.ts";
import { pairedRandomizationTest } from "./paired-randomization-test.ts";
import { pairedTTest } from "./paired-t-test.ts";
import { queryDifferences } from "./query-differences.ts";
import { signTest } from "./sign-test.ts";
import { wilcoxonTest } from "./wilcoxon-test.ts";

describe("compareRuns", () => {
  it("gives means, difference, change and counts", () => {
    const baseline = resultOf("base", { "ndcg@10": [0.5, 0.5, 0.5, 0.5], mrr: [0, 0, 0, 0] });
    const candidate = resultOf("tuned", { "ndcg@10": [0.75, 0.5, 0.25, 1], mrr: [1, 0, 0, 0] });
    const comparison = compareRuns(baseline, candidate);
    expect(comparison).toMatchObject({ baseline: "base", candidate: "tuned", queryCount: 4 });
    expect(comparison.metrics["ndcg@10"]).toMatchObject({
      baseline: 0.5,
      candidate: 0.625,
      difference: 0.125,
      changePercent: 25,
      wins: 2,
      ties: 1,
      losses: 1,
      p: 6 / 8,
    });
    expect(comparison.metrics.mrr).toMatchObject({ changePercent: null, p: 1 });
  });

  it("equals interval and test of each metric alone, for the queries are resampled once", () => {
    const [a, b, c] = [numbers(60, 1), numbers(60, 2), numbers(60, 3)];
    const zeros = a.map(() => 0);
    const options = { seed: 7, resamples: 500, confidence: 0.9 };
    const { metrics } = compareRuns(
      resultOf("base", { x: zeros, y: zeros, z: zeros }),
      resultOf("tuned", { x: a, y: b, z: c }),
      options,
    );
    for (const [name, differences] of Object.entries({ x: a, y: b, z: c })) {
      expect(metrics[name]?.interval).toEqual(bootstrapInterval(differences, options));
      expect(metrics[name]?.p).toBe(pairedRandomizationTest(differences, options).p);
    }
  });

  it("gives the same comparison for the same seed and another for another", () => {
    const baseline = resultOf("base", { x: numbers(40, 1) });
    const candidate = resultOf("tuned", { x: numbers(40, 2) });
    const compare = (seed: number) => compareRuns(baseline, candidate, { seed });
    expect(compare(1)).toEqual(compare(1));
    expect(compare(1).metrics.x?.interval).not.toEqual(compare(2).metrics.x?.interval);
  });

  it("turns sign and counts when the sides are exchanged, and keeps p", () => {
    const one = resultOf("one", { x: numbers(40, 1) });
    const other = resultOf("other", { x: numbers(40, 2) });
    const forth = compareRuns(one, other).metrics.x;
    const back = compareRuns(other, one).metrics.x;
    expect(back?.difference).toBeCloseTo(-(forth?.difference ?? NaN), 14);
    expect([back?.wins, back?.losses, back?.p]).toEqual([forth?.losses, forth?.wins, forth?.p]);
  });

  it("says nothing about identical results", () => {
    const result = resultOf("same", { x: numbers(40, 1) });
    expect(compareRuns(result, result).metrics.x).toMatchObject({
      difference: 0,
      interval: [0, 0],
      p: 1,
      ties: 40,
    });
  });

  it("never gives a p-value of 0", () => {
    const baseline = resultOf("base", { x: Array.from({ length: 50 }, () => 0) });
    const candidate = resultOf("tuned", { x: numbers(50, 1).map((value) => value + 0.1) });
    expect(compareRuns(baseline, candidate, { resamples: 99 }).metrics.x?.p).toBe(1 / 100);
  });

  it("compares the metrics that both results have, or those asked for", () => {
    const baseline = resultOf("base", { x: [1], y: [1], z: [1] });
    const candidate = resultOf("tuned", { y: [1], z: [1] });
    expect(Object.keys(compareRuns(baseline, candidate).metrics)).toEqual(["y", "z"]);
    const { metrics } = compareRuns(baseline, candidate, { metrics: ["z"] });
    expect(Object.keys(metrics)).toEqual(["z"]);
  });
});

describe("compareRuns refuses", () => {
  const result = resultOf("base", { x: [1, 0] });

  it("results over different queries, naming some", () => {
    expect(() => compareRuns(result, resultOf("tuned", { x: [1, 0, 1] }))).toThrow(
      "got 1 that only one has, such as q2",
    );
  });

  it("metrics that a result does not have", () => {
    expect(() => compareRuns(result, resultOf("tuned", { y: [1, 0] }))).toThrow("got none");
    expect(() => compareRuns(result, result, { metrics: ["y"] })).toThrow(
      'Expected the result of run "base" to have y, got x.',
    );
  });

  it("values that are not finite, naming the query", () => {
    const broken = resultOf("tuned", { x: [1, NaN] });
    expect(() => compareRuns(result, broken)).toThrow('values of x for query "q1", got 0 and NaN');
  });

  it("options out of range", () => {
    expect(() => compareRuns(result, result, { confidence: 1 })).toThrow(RangeError);
    expect(() => compareRuns(result, result, { resamples: 0 })).toThrow(RangeError);
    expect(() => compareRuns(result, result, { seed: 0.5 })).toThrow(RangeError);
  });
});

describe("compareRuns's methods", () => {
  const zeros = Array.from({ length: 40 }, () => 0);
  const [x, y] = [numbers(40, 1).map((value) => value - 0.4), numbers(40, 2).map((v) => v ** 4)];
  const baseline = resultOf("base", { x: zeros, y: zeros });
  const candidate = resultOf("tuned", { x, y });

  it("draws BCa intervals when asked to", () => {
    const { metrics } = compareRuns(baseline, candidate, { intervalMethod: "bca" });
    expect(metrics.y?.interval).toEqual(bootstrapInterval(y, { method: "bca" }));
    expect(metrics.y?.interval).not.toEqual(bootstrapInterval(y));
  });

  it("takes other tests than the randomization test", () => {
    for (const [test, tested] of [
      ["t-test", pairedTTest(x)],
      ["wilcoxon", wilcoxonTest(x)],
      ["sign", signTest(x)],
      ["randomization", pairedRandomizationTest(x)],
    ] as const) {
      expect(compareRuns(baseline, candidate, { test }).metrics.x?.p, test).toBe(tested.p);
    }
  });

  it("adjusts for the number of metrics when told how", () => {
    const { metrics } = compareRuns(baseline, candidate, { adjustment: "holm" });
    const pValues = [metrics.x?.p ?? NaN, metrics.y?.p ?? NaN];
    expect([metrics.x?.pAdjusted, metrics.y?.pAdjusted]).toEqual(adjustPValues(pValues, "holm"));
    expect(compareRuns(baseline, candidate).metrics.x).not.toHaveProperty("pAdjusted");
  });
});

describe("queryDifferences", () => {
  it("gives candidate minus baseline in the order of the queries", () => {
    const [baseline, candidate] = [resultOf("a", { x: [1, 0] }), resultOf("b", { x: [0.5, 2] })];
    expect([...queryDifferences(baseline, candidate, "x")]).toEqual([["q0", -0.5], ["q1", 2]]); // prettier-ignore
    expect(() => queryDifferences(baseline, candidate, "y")).toThrow("to have y, got x");
  });
});
