import { describe, expect, it } from "vitest";
import { numbers, resultOf } from "../../test/result-of.ts";
import { compareSlices } from "../slices/compare-slices.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { compareManyRuns } from "./compare-many-runs.ts";
import { compareRuns } from "./compare-runs.ts";
import type { CompareRunsOptions } from "./compare-runs.ts";
import { judgePower } from "./judge-power.ts";
import { pairedRandomizationTest } from "./paired-randomization-test.ts";
import { pairedTTest } from "./paired-t-test.ts";
import { createRandomWords } from "./random-words.ts";
import { signTest } from "./sign-test.ts";
import { smallestDetectableDifference } from "./smallest-detectable-difference.ts";
import { wilcoxonTest } from "./wilcoxon-test.ts";

const copies = 4;
const differences = numbers(60, 3).map((value) => value - 0.4);
const copied = differences.flatMap((difference) =>
  Array.from({ length: copies }, () => difference),
);
const product = (queryId: string) => `p${Math.floor(Number(queryId.slice(1)) / copies)}`;
const clusters = copied.map((_, query) => product(`q${query}`));

/** Compares runs with these differences. */
function compare(values: readonly number[], options?: CompareRunsOptions) {
  const baseline = resultOf("base", { x: values.map(() => 0) });
  return compareRuns(baseline, resultOf("tuned", { x: values }), options);
}

describe("compareRuns with clusters", () => {
  it("learns nothing from copies of a query, which count as new ones without clusters", () => {
    for (const intervalMethod of ["percentile", "bca"] as const) {
      const single = compare(differences, { intervalMethod }).metrics.x!;
      const clustered = compare(copied, { intervalMethod, clusterOf: product }).metrics.x!;
      const alone = compare(copied, { intervalMethod }).metrics.x!;
      const width = ([low, high]: readonly [number, number]) => high - low;
      expect(clustered.interval[0]).toBeCloseTo(single.interval[0], 10);
      expect(clustered.interval[1]).toBeCloseTo(single.interval[1], 10);
      expect(clustered.p).toBe(single.p);
      expect(width(alone.interval)).toBeLessThan(0.6 * width(single.interval));
      expect(alone.p).toBeLessThan(single.p);
    }
  });

  it("counts queries one by one, and tells how many clusters there are", () => {
    const comparison = compare(copied, { clusterOf: product });
    expect(comparison).toMatchObject({ queryCount: 240, clusterCount: 60 });
    const { wins, ties, losses, difference } = compare(copied).metrics.x!;
    expect(comparison.metrics.x).toMatchObject({ wins, ties, losses, difference });
    expect(compare(copied)).not.toHaveProperty("clusterCount");
  });

  it("equals the comparison without clusters where each has one query", () => {
    for (const test of ["randomization", "t-test", "wilcoxon", "sign"] as const) {
      for (const intervalMethod of ["percentile", "bca"] as const) {
        const options = { test, intervalMethod, resamples: 500 };
        const clustered = compare(differences, { ...options, clusterOf: (id) => `of ${id}` });
        expect(clustered).toEqual({ ...compare(differences, options), clusterCount: 60 });
      }
    }
  });

  it("counts all signs of few clusters, which need not be of one size nor side by side", () => {
    const values = [0.3, -0.1, 0.2, 0.4, -0.25, 0.05, 0.1];
    const sums = [0.3 + 0.4 + 0.1, -0.1 - 0.25, 0.2 + 0.05];
    const clusterOf = (queryId: string) => `p${Number(queryId.slice(1)) % 3}`;
    const total = Math.abs(sums.reduce((sum, value) => sum + value, 0));
    const signed = Array.from({ length: 8 }, (_, pattern) =>
      sums.reduce((sum, value, index) => sum + (pattern & (1 << index) ? value : -value), 0),
    );
    const hits = signed.filter((sum) => Math.abs(sum) >= total - 1e-9).length;
    expect(compare(values, { clusterOf }).metrics.x?.p).toBe(hits / 8);
  });

  it("draws whole clusters and divides by the queries drawn", () => {
    const clusterOf = (queryId: string) => (queryId === "q0" ? "small" : "large");
    const { metrics } = compare([1, 0, 0, 0], { clusterOf, confidence: 0.9 });
    // small twice: 1; small and large: 1 / 4; large twice: 0
    expect(metrics.x?.interval).toEqual([0, 1]);
    const bounds = compare([1, 0, 0, 0], { clusterOf, confidence: 0.4 }).metrics.x?.interval;
    expect(bounds).toEqual([0.25, 0.25]);
  });

  it("gives the other tests each cluster's sum as one observation", () => {
    const values = [0.1, 0.2, -0.3, 0.4, 0.5, -0.2, 0.05];
    const sums = [0.1 + 0.4 + 0.05, 0.2 + 0.5, -0.3 - 0.2];
    const clusterOf = (queryId: string) => `p${Number(queryId.slice(1)) % 3}`;
    const tested = { "t-test": pairedTTest, wilcoxon: wilcoxonTest, sign: signTest };
    for (const [test, of] of Object.entries(tested)) {
      const options = { clusterOf, test: test as keyof typeof tested };
      expect(compare(values, options).metrics.x?.p, test).toBeCloseTo(of(sums).p, 12);
    }
  });

  it("takes differences that cancel out within a cluster as none", () => {
    const values = [0.1, 0.2, -0.3, 0.7, 0.1, -0.8];
    const clusterOf = (queryId: string) => (Number(queryId.slice(1)) < 3 ? "a" : "b");
    const { p, interval } = compare(values, { clusterOf }).metrics.x!;
    expect([p, ...interval]).toEqual([1, 0, 0]);
  });

  it("shows nothing by one cluster, whatever its size", () => {
    const clusterOf = () => "all";
    const { metrics } = compare([0.2, 0.3, 0.4], { clusterOf, intervalMethod: "bca" });
    const [low, high] = metrics.x!.interval;
    expect([metrics.x?.p, high - low]).toEqual([1, 0]);
  });

  it("rejects about one true null in twenty, where queries taken one by one reject more", () => {
    const options = { resamples: 199, seed: 5 };
    let [clustered, alone] = [0, 0];
    const rounds = 400;
    const nextWord = createRandomWords(11);
    const next = () => nextWord() / 2 ** 32;
    for (let round = 0; round < rounds; round++) {
      const noise = Array.from({ length: 25 }, () => next() + next() + next() - 1.5);
      const values = noise.flatMap((of) => Array.from({ length: copies }, () => of + next() - 0.5));
      const clusterOf = product;
      if (compare(values, { ...options, clusterOf }).metrics.x!.p <= 0.05) clustered++;
      if (compare(values, options).metrics.x!.p <= 0.05) alone++;
    }
    expect(clustered / rounds).toBeGreaterThan(0.025);
    expect(clustered / rounds).toBeLessThan(0.08);
    expect(alone / rounds).toBeGreaterThan(0.2);
  });

  it("refuses a cluster that is no text", () => {
    const clusterOf = (() => undefined) as unknown as () => string;
    expect(() => compare([1, 2], { clusterOf })).toThrow(TypeError);
  });

  it("serves tables of many runs, and slices", () => {
    const baseline = resultOf("base", { x: copied.map(() => 0) });
    const candidate = resultOf("tuned", { x: copied });
    const options = { clusterOf: product, resamples: 200 };
    const expected = compareRuns(baseline, candidate, options);
    const table = compareManyRuns([baseline, candidate], { ...options, adjustment: "none" });
    expect(table).toMatchObject({ clusterCount: 60, comparisons: [expected] });
    const attributes = new Map(
      [...baseline.perQuery.keys()].map((id) => [id, new Map([["a", "b"]])]),
    );
    const [slice] = compareSlices({ baseline, candidate }, attributes, options);
    expect(slice).toMatchObject(expected);
  });
});

describe("functions of differences, with clusters", () => {
  it("equal what compareRuns gives", () => {
    const { metrics } = compare(copied, { clusterOf: product });
    expect(bootstrapInterval(copied, { clusters })).toEqual(metrics.x?.interval);
    expect(pairedRandomizationTest(copied, { clusters }).p).toBe(metrics.x?.p);
  });

  it("detect no more by copies of a query", () => {
    const single = smallestDetectableDifference(differences);
    expect(smallestDetectableDifference(copied, { clusters })).toBeCloseTo(single, 10);
    expect(smallestDetectableDifference(copied)).toBeLessThan(0.6 * single);
  });

  it("need as many clusters, and so more queries", () => {
    const options = { worthwhile: 0.05, interval: [-0.1, 0.1] } as const;
    const single = judgePower(differences, options);
    expect(judgePower(copied, { ...options, clusters })).toEqual({
      ...single,
      smallestDetectable: expect.closeTo(single.smallestDetectable, 10) as number,
      queriesNeeded: copies * single.queriesNeeded,
    });
    const oneCluster = judgePower([1, 2, 3], { clusters: ["a", "a", "a"] });
    expect(oneCluster).toMatchObject({ smallestDetectable: Infinity, tooFewQueries: true });
  });

  it("refuse clusters of other queries", () => {
    expect(() => bootstrapInterval([1, 2], { clusters: ["a"] })).toThrow(
      "Expected a cluster for each of 2 queries, got 1.",
    );
  });
});
