import { describe, expect, it } from "vitest";
import { numbers, resultOf } from "../../test/result-of.ts";
import { adjustPValues } from "./adjust-p-values.ts";
import { compareManyRuns } from "./compare-many-runs.ts";
import { compareRuns } from "./compare-runs.ts";

const base = numbers(60, 1);
const bm25 = resultOf("bm25", { x: base, y: base });
const dense = resultOf("dense", { x: base.map((value) => value + 0.3), y: base.toReversed() });
const hybrid = resultOf("hybrid", { x: base.map((value) => value + 0.5), y: base });
const options = { resamples: 400 };

describe("compareManyRuns", () => {
  it("compares each run with the first, as compareRuns does", () => {
    const table = compareManyRuns([bm25, dense, hybrid], { ...options, adjustment: "none" });
    const names = table.comparisons.map(({ baseline, candidate }) => [baseline, candidate]);
    expect(names).toEqual([["bm25", "dense"], ["bm25", "hybrid"]]); // prettier-ignore
    const alone = compareRuns(bm25, dense, options).metrics.x;
    expect(table.comparisons[0]?.metrics.x).toEqual({ ...alone, pAdjusted: alone?.p });
    expect(table).toMatchObject({ queryCount: 60, testsAFamily: 4 });
  });

  it("compares each with each, and names the runs that one is better than", () => {
    const table = compareManyRuns([bm25, dense, hybrid], { ...options, pairs: "all" });
    expect(table.comparisons).toHaveLength(3);
    expect(table.runs.map(({ name, better }) => [name, better.x])).toEqual([
      ["bm25", []],
      ["dense", [0]],
      ["hybrid", [0, 1]],
    ]);
    expect(table.runs.map(({ better }) => better.y)).toEqual([[], [], []]);
    expect(table.runs[1]?.means).toEqual(dense.means);
  });

  it("finds the better one on either side of a pair", () => {
    const { runs } = compareManyRuns([hybrid, bm25], options);
    expect(runs.map(({ better }) => better.x)).toEqual([[1], []]);
  });

  it("adjusts all tests of the table together, or those of each metric", () => {
    const given = { ...options, pairs: "all", test: "t-test" } as const;
    const pValuesOf = (family: "table" | "metric") => {
      const { comparisons, testsAFamily } = compareManyRuns([bm25, dense, hybrid], {
        ...given,
        family,
        adjustment: "bonferroni",
      });
      return { tests: comparisons.map(({ metrics }) => metrics), testsAFamily };
    };
    const table = pValuesOf("table");
    expect(table.testsAFamily).toBe(6);
    for (const { x } of table.tests) expect(x?.pAdjusted).toBe(Math.min(1, (x?.p ?? NaN) * 6));
    const metric = pValuesOf("metric");
    expect(metric.testsAFamily).toBe(3);
    const pValues = metric.tests.map(({ y }) => y?.p ?? NaN);
    const adjusted = adjustPValues(pValues, "bonferroni");
    expect(metric.tests.map(({ y }) => y?.pAdjusted)).toEqual(adjusted);
  });

  it("calls nothing better above the level", () => {
    const small = resultOf("small", { x: base.map((value, at) => value + (at % 3 === 0 ? 0.4 : -0.1)), y: base }); // prettier-ignore
    const { comparisons } = compareManyRuns([bm25, small], { ...options, metrics: ["x"] });
    const p = comparisons[0]?.metrics.x?.pAdjusted ?? NaN;
    expect(p).toBeGreaterThan(0);
    const better = (alpha: number) =>
      compareManyRuns([bm25, small], { ...options, metrics: ["x"], alpha }).runs[1]?.better.x;
    expect(better(Math.min(0.999, p))).toEqual([0]);
    expect(better(p * 0.99)).toEqual([]);
  });
});

describe("compareManyRuns refuses", () => {
  it("fewer than two results, and results without a common metric", () => {
    expect(() => compareManyRuns([bm25])).toThrow(RangeError);
    expect(() => compareManyRuns([bm25, resultOf("other", { z: base })])).toThrow(
      "Expected a metric that all results have",
    );
  });

  it("a level out of range", () => {
    expect(() => compareManyRuns([bm25, dense], { alpha: 0 })).toThrow(RangeError);
  });
});
