import type { Run } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import type { HardNegatives, SelectHardNegativesOptions } from "./hard-negative-options.ts";
import { selectHardNegatives } from "./select-hard-negatives.ts";
import { selectVettedHardNegatives } from "./select-vetted-hard-negatives.ts";

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
      excluded: {
        positive: 1,
        "same-group": 0,
        "held-out": 0,
        "near-duplicate": 0,
        judged: 0,
        "too-similar": 0,
        vetoed: 0,
        "not-drawn": 0,
      },
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

  it("are not held out for dev or test", () => {
    const { negatives, report } = select({ ranks: [1, 4], heldOut: new Set(["d3", "d9"]) });
    expect(negatives.get("q")).toEqual(["d2", "d4"]);
    expect(report.excluded["held-out"]).toBe(1);
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

  it("are not nearly the positive's text", () => {
    const texts = new Map([
      ["d1", "oak desk for the small office"],
      ["d2", "Oak desk, for THE small office."],
      ["d3", "oak desk for the large office"],
    ]);
    const { negatives, report } = select({ ranks: [1, 3], texts });
    expect(negatives.get("q")).toEqual(["d3"]);
    expect(report.excluded["near-duplicate"]).toBe(1);
  });

  it("never have a score that is no number", () => {
    const rankings = new Map([
      [
        "q",
        [
          { docId: "d1", score: 1 },
          { docId: "d2", score: Number.NaN },
          { docId: "d3", score: 0.1 },
        ],
      ],
    ]);
    expect(taken({ run: { name: "base", rankings } })).toEqual(["d3"]);
  });

  it("of a product in several documents are not its other documents", () => {
    const groups = new Map([
      ["d1", "p"],
      ["d2", "p"],
    ]);
    expect(taken({ ranks: [1, 3], groups })).toEqual(["d3"]);
  });

  it("name every document that was excluded, and why", () => {
    const told: string[] = [];
    select({
      ranks: [1, 4],
      count: 1,
      exclude: new Map([["q", new Map([["d2", 1]])]]),
      onExclude: ({ queryId, docId, reason }) => told.push(`${queryId} ${docId} ${reason}`),
    });
    expect(told).toHaveLength(3);
    expect(told.slice(0, 2)).toEqual(["q d1 positive", "q d2 judged"]);
    expect(told[2]).toMatch(/^q d[34] not-drawn$/u);
  });
});

describe("a veto", () => {
  const options = {
    run: run("q"),
    positives: new Map([["q", "d1"]]),
    groups: new Map(),
    ranks: [1, 10] as const,
    maxScoreShare: 1,
  };

  it("keeps documents out, and the next of the draw take their places", async () => {
    const plain = selectHardNegatives({ ...options, count: 3 }).negatives.get("q") ?? [];
    const [first = ""] = plain;
    const asked: string[] = [];
    const { negatives, report } = await selectVettedHardNegatives({
      ...options,
      count: 3,
      veto: async (_query, docIds) => {
        asked.push(...docIds);
        return docIds.map((docId) => docId === first);
      },
    });
    expect(negatives.get("q")).toHaveLength(3);
    expect(negatives.get("q")).not.toContain(first);
    expect(negatives.get("q")).toEqual(expect.arrayContaining(plain.slice(1)));
    expect(asked).toHaveLength(4);
    expect(report.excluded).toMatchObject({ vetoed: 1, "not-drawn": 5 });
  });

  it("against everything leaves nothing", async () => {
    const veto = async (_query: string, docIds: readonly string[]) => docIds.map(() => true);
    const { negatives, report } = await selectVettedHardNegatives({ ...options, veto });
    expect(negatives.size).toBe(0);
    expect(report.excluded.vetoed).toBe(9);
  });

  it("against nothing changes nothing", async () => {
    const veto = async (_query: string, docIds: readonly string[]) => docIds.map(() => false);
    const vetted = await selectVettedHardNegatives({ ...options, count: 2, veto });
    expect(vetted).toEqual(selectHardNegatives({ ...options, count: 2 }));
  });

  it("must answer for every document", async () => {
    const veto = async () => [];
    await expect(selectVettedHardNegatives({ ...options, veto })).rejects.toThrow(RangeError);
  });
});
