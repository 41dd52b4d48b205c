import { describe, expect, it } from "vitest";
import { numbers, resultOf } from "../../test/result-of.ts";
import { bootstrapInterval, compareRuns } from "../index.ts";
import { compareSlices } from "./compare-slices.ts";
import { measureSlices } from "./measure-slices.ts";
import { selectQueries } from "./select-queries.ts";
import { sliceQueries } from "./slice-queries.ts";

const attributes = new Map([
  ["q0", new Map([["style", "short"], ["10", "x"]])],
  ["q1", new Map([["style", "long"], ["2", "y"]])],
  ["q2", new Map([["style", "short"]])],
  ["gone", new Map([["style", "rare"]])],
]); // prettier-ignore
const result = resultOf("base", { x: [0, 0.5, 1], y: [1, 1, 0] });

describe("sliceQueries", () => {
  it("divides by every attribute, in the order met, also for names that look like numbers", () => {
    expect(sliceQueries(attributes)).toEqual([
      { attribute: "style", value: "short", queryIds: ["q0", "q2"] },
      { attribute: "style", value: "long", queryIds: ["q1"] },
      { attribute: "style", value: "rare", queryIds: ["gone"] },
      { attribute: "10", value: "x", queryIds: ["q0"] },
      { attribute: "2", value: "y", queryIds: ["q1"] },
    ]);
    expect(sliceQueries(new Map())).toEqual([]);
  });
});

describe("selectQueries", () => {
  it("keeps an evaluation of some queries, in their order, with their means", () => {
    const part = selectQueries({ ...result, unansweredQueries: ["q0", "q1"] }, ["q2", "q0", "q9"]);
    expect(part).toMatchObject({ runName: "base", queryCount: 2, unansweredQueries: ["q0"] });
    expect([...part.perQuery.keys()]).toEqual(["q0", "q2"]);
    expect(part.means).toEqual({ x: 0.5, y: 0.5 });
  });

  it("refuses to leave nothing", () => {
    expect(() => selectQueries(result, ["q9"])).toThrow('run "base"');
    expect(() => selectQueries(result, [])).toThrow(
      expect.objectContaining({ code: "NO_QUERIES" }),
    );
  });
});

describe("measureSlices", () => {
  it("gives counts, means and intervals, and leaves out queries that were not evaluated", () => {
    const slices = measureSlices(result, attributes, { resamples: 200 });
    expect(
      slices.map(({ attribute, value, queryCount }) => [attribute, value, queryCount]),
    ).toEqual(
      [["style", "short", 2], ["style", "long", 1], ["10", "x", 1], ["2", "y", 1]], // prettier-ignore
    );
    expect(slices[0]?.metrics).toEqual({
      x: { mean: 0.5, interval: bootstrapInterval([0, 1], { resamples: 200 }) },
      y: { mean: 0.5, interval: bootstrapInterval([1, 0], { resamples: 200 }) },
    });
    expect(slices[1]?.metrics.x).toEqual({ mean: 0.5, interval: [0.5, 0.5] });
  });
});

describe("compareSlices", () => {
  const [baseline, candidate] = [
    resultOf("base", { x: numbers(3, 1) }),
    resultOf("tuned", { x: numbers(3, 2) }),
  ];

  it("compares the queries of each slice as compareRuns does", () => {
    const slices = compareSlices({ baseline, candidate }, attributes, { resamples: 200 });
    expect(slices).toHaveLength(4);
    const parts = [baseline, candidate].map((of) => selectQueries(of, ["q0", "q2"]));
    expect(slices[0]).toEqual({
      attribute: "style",
      value: "short",
      ...compareRuns(parts[0]!, parts[1]!, { resamples: 200 }),
    });
    expect(slices.map(({ queryCount }) => queryCount)).toEqual([2, 1, 1, 1]);
  });

  it("refuses results over different queries", () => {
    const fewer = selectQueries(candidate, ["q0", "q1"]);
    expect(() => compareSlices({ baseline, candidate: fewer }, attributes)).toThrow(
      expect.objectContaining({ code: "DIFFERENT_QUERIES" }),
    );
  });
});
