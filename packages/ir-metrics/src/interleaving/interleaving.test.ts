import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interleaveTeamDraft, judgeInterleaving, simulateClicks } from "../index.ts";
import type { DocId, Impression, Team } from "../index.ts";

const settings = { seed: 42, numRuns: 200 };
const list = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { maxLength: 8 });
const seeds = fc.integer({ min: -1000, max: 1000 });
const teamOf = (team: Team) => (doc: { readonly team: Team | null }) => doc.team === team;

describe("interleaveTeamDraft", () => {
  it("holds each document once, each team's in its own order, as many as wanted", () => {
    const wanted = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(fc.tuple(list, list), wanted, seeds, ([first, second], length, seed) => {
        const mixed = interleaveTeamDraft(first, second, { seed, length });
        const ids = mixed.map(({ docId }) => docId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toHaveLength(Math.min(length, new Set([...first, ...second]).size));
        const picked = (team: Team) => mixed.filter(teamOf(team)).map(({ docId }) => docId);
        for (const [docs, team] of [
          [first, "first"],
          [second, "second"],
        ] as const) {
          const order = picked(team).map((docId) => docs.indexOf(docId));
          expect(order).toEqual(order.toSorted((a, b) => a - b));
          expect(order).not.toContain(-1);
        }
      }),
      settings,
    );
  });

  it("gives both teams as many places, but for one when the list ends in the middle of a round", () => {
    fc.assert(
      fc.property(list, list, seeds, (first, second, seed) => {
        const mixed = interleaveTeamDraft(first, second, { seed, length: 5 });
        const gap = mixed.filter(teamOf("first")).length - mixed.filter(teamOf("second")).length;
        expect(Math.abs(gap)).toBeLessThanOrEqual(1);
        if (Math.abs(gap) === 1) expect(mixed).toHaveLength(5);
      }),
      settings,
    );
  });

  it("starts with either system as often", () => {
    const starts = Array.from({ length: 1000 }, (_, seed) =>
      interleaveTeamDraft(["a"], ["b"], { seed, length: 1 }),
    );
    const firsts = starts.filter(([doc]) => doc?.team === "first").length;
    expect(Math.abs(firsts - 500)).toBeLessThan(60);
  });

  it("credits nobody where the other list had nothing left", () => {
    const mixed = interleaveTeamDraft(["a", "b", "c"], ["a"], { seed: 3 });
    expect(mixed.map(({ docId }) => docId)).toEqual(["a", "b", "c"]);
    expect(mixed.at(-1)?.team).toBeNull();
  });

  it("refuses repeated documents, and numbers that are none", () => {
    expect(() => interleaveTeamDraft(["a", "a"], ["b"], { seed: 1 })).toThrow("each document once");
    expect(() => interleaveTeamDraft(["a"], ["b"], { seed: 0.5 })).toThrow(RangeError);
    expect(() => interleaveTeamDraft(["a"], ["b"], { seed: 1, length: 0 })).toThrow(RangeError);
  });
});

describe("simulateClicks", () => {
  it("clicks by relevance alone when perfect", () => {
    const grades = new Map([
      ["b", 3],
      ["c", 0],
      ["d", -1],
    ]);
    for (let seed = 0; seed < 50; seed++) {
      expect(simulateClicks(["a", "b", "c", "d"], grades, { seed, model: "perfect" })).toEqual([
        "b",
      ]);
    }
  });

  it("clicks as often as the model says", () => {
    const clicks = (grade: number) =>
      Array.from({ length: 4000 }, (_, seed) =>
        simulateClicks(["a"], new Map([["a", grade]]), { seed, highestGrade: 4 }),
      ).filter(({ length }) => length === 1).length / 4000;
    for (const [grade, chance] of [0.05, 0.3, 0.5, 0.7, 0.95].entries()) {
      expect(Math.abs(clicks(grade) - chance)).toBeLessThan(0.04);
    }
  });

  it("refuses a scale without a top", () => {
    expect(() => simulateClicks(["a"], new Map(), { seed: 1, highestGrade: 0 })).toThrow(
      RangeError,
    );
  });
});

/** Impressions of two systems whose lists differ in where the one good document stands. */
function impressions(first: readonly DocId[], second: readonly DocId[]): Impression[] {
  return Array.from({ length: 400 }, (_, seed) => {
    const docs = interleaveTeamDraft(first, second, { seed, length: 4 });
    const shown = docs.map(({ docId }) => docId);
    const unit = `q${seed % 40}`;
    return { unit, docs, clicks: simulateClicks(shown, new Map([["good", 1]]), { seed }) };
  });
}

describe("judgeInterleaving", () => {
  const [worse, better] = [
    ["a", "b", "c", "good"],
    ["good", "a", "b", "c"],
  ];

  it("finds the better system, on whichever side it stands", () => {
    const verdict = judgeInterleaving(impressions(worse, better));
    expect(verdict).toMatchObject({ impressions: 400, units: 40, preferred: "second" });
    expect(verdict.interval[0]).toBeGreaterThan(0);
    const swapped = judgeInterleaving(impressions(better, worse));
    expect(swapped.preferred).toBe("first");
    expect(swapped.preference).toBeLessThan(0);
  });

  it("prefers nobody where the lists are the same", () => {
    const verdict = judgeInterleaving(impressions(better, better));
    expect(verdict.preferred).toBeNull();
    expect(verdict.wins + verdict.ties + verdict.losses).toBe(400);
  });

  it("averages a unit before it tests: a hundred lists of one query are one piece of evidence", () => {
    const one = impressions(worse, better).map((impression) => ({ ...impression, unit: "q" }));
    expect(judgeInterleaving(one)).toMatchObject({ units: 1, p: 1, preferred: null });
  });

  it("counts a click for whose document it is, and none for documents of nobody", () => {
    const docs = [
      { docId: "a", team: "first" },
      { docId: "b", team: "second" },
      { docId: "c", team: null },
    ] as const;
    const clicked = (...clicks: DocId[]) => judgeInterleaving([{ unit: "q", docs, clicks }]);
    expect(clicked("b", "b").preference).toBe(1);
    expect(clicked("a", "b").preference).toBe(0);
    expect(clicked("c", "elsewhere")).toMatchObject({ preference: 0, ties: 1 });
    expect(clicked("a")).toMatchObject({ preference: -1, losses: 1 });
  });

  it("refuses nothing to judge", () => {
    expect(() => judgeInterleaving([])).toThrow("got none");
  });
});
