import type { Run } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import {
  selectHardNegatives,
  type HardNegatives,
  type SelectHardNegativesOptions,
} from "./select-hard-negatives.ts";

/** d1 … d10 with scores 1.0, 0.9 … 0.1 for every query. */
function run(...queryIds: readonly string[]): Run {
  const ranking = Array.from({ length: 10 }, (_, index) => ({
    docId: `d${index + 1}`,
    score: (10 - index) / 10,
  }));
  return { name: "base", rankings: new Map(queryIds.map((id) => [id, ranking])) };
}

function select(options: Partial<SelectHardNegativesOptions>): HardNegatives {
  return selectHardNegatives({
    run: run("q"),
    positives: new Map([["q", "d1"]]),
    groups: new Map(),
    ranks: [1, 10],
    count: 10,
    maxScoreShare: 1,
    ...options,
  });
}

const taken = (options: Partial<SelectHardNegativesOptions>) => select(options).negatives.get("q");

describe("hard negatives", () => {
  it("come from the rank window, in the run's order, without the positive", () => {
    const { negatives, report } = select({ ranks: [1, 4] });
    expect(negatives.get("q")).toEqual(["d2", "d3", "d4"]);
    expect(report).toEqual({
      queries: 1,
      queriesWithNegatives: 1,
      unansweredQueries: 0,
      positivesNotFound: 0,
      selected: 3,
      excluded: { positive: 1, "same-group": 0, judged: 0, "too-similar": 0, "not-drawn": 0 },
    });
  });

  it("are not of the positive's family", () => {
    const groups = new Map([
      ["d1", "g"],
      ["d2", "g"],
      ["d3", "h"],
    ]);
    const { negatives, report } = select({ ranks: [1, 4], groups });
    expect(negatives.get("q")).toEqual(["d3", "d4"]);
    expect(report.excluded["same-group"]).toBe(1);
  });

  it("are not judged, whatever the grade", () => {
    const exclude = new Map([
      [
        "q",
        new Map([
          ["d2", 2],
          ["d3", 0],
        ]),
      ],
    ]);
    const { negatives, report } = select({ ranks: [1, 4], exclude });
    expect(negatives.get("q")).toEqual(["d4"]);
    expect(report.excluded.judged).toBe(2);
  });

  it("have at most a share of the positive's score", () => {
    expect(taken({ maxScoreShare: 0.7 })).toEqual(["d4", "d5", "d6", "d7", "d8", "d9", "d10"]);
    expect(select({ maxScoreShare: 0.7 }).report.excluded["too-similar"]).toBe(2);
  });

  it("are a margin below the positive", () => {
    expect(taken({ margin: 0.75 })).toEqual(["d9", "d10"]);
  });

  it("are never scored above the positive", () => {
    expect(taken({ positives: new Map([["q", "d8"]]) })).toEqual(["d9", "d10"]);
  });

  it("keep the guard with scores below zero", () => {
    const rankings = new Map([
      [
        "q",
        [
          { docId: "d1", score: -1 },
          { docId: "d2", score: -1.1 },
          { docId: "d3", score: -3 },
        ],
      ],
    ]);
    expect(taken({ run: { name: "base", rankings }, maxScoreShare: 0.5 })).toEqual(["d3"]);
  });

  it("are drawn by seed, each query by itself", () => {
    const first = taken({ count: 3 });
    expect(first).toHaveLength(3);
    expect(taken({ count: 3 })).toEqual(first);
    const positives = new Map([
      ["other", "d1"],
      ["q", "d1"],
    ]);
    expect(taken({ count: 3, run: run("other", "q"), positives })).toEqual(first);
    const seeds = [1, 2, 3, 4, 5].map((seed) => taken({ count: 3, seed })?.join());
    expect(new Set(seeds).size).toBeGreaterThan(1);
    expect(select({ count: 3 }).report.excluded["not-drawn"]).toBe(6);
  });

  it("are none for queries that the run does not answer or whose positive it misses", () => {
    const positives = new Map([
      ["q", "missing"],
      ["unanswered", "d1"],
    ]);
    const { negatives, report } = select({ positives });
    expect(negatives.get("q")).toEqual(["d10"]);
    expect(negatives.has("unanswered")).toBe(false);
    expect(report).toMatchObject({ queries: 2, unansweredQueries: 1, positivesNotFound: 1 });
  });

  it.each([
    { ranks: [0, 5] as const },
    { ranks: [5, 4] as const },
    { ranks: [1.5, 4] as const },
    { count: 0 },
    { maxScoreShare: 0 },
    { margin: -1 },
    { margin: Number.NaN },
  ])("refuse %o", (options) => {
    expect(() => select(options)).toThrow(RangeError);
  });
});
