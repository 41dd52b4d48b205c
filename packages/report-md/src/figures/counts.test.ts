import { describe, expect, it } from "vitest";
import { countChanges } from "./count-changes.ts";
import { countMoves } from "./count-moves.ts";
import { lossCourse } from "./loss-course.ts";

const relevantRank = { baseline: 1, candidate: 1 };
const change = (gain: number) => ({ baseline: 0.25, candidate: 0.25 + gain, relevantRank });
const moved = (baseline: number | null, candidate: number | null) => ({
  baseline: 0,
  candidate: 0,
  relevantRank: { baseline, candidate },
});

describe("countChanges", () => {
  it("puts every query into one bin, a change into the bin it reaches", () => {
    const bins = countChanges([0.75, 0.05, 0.051, 0, 1e-14, -0.05, -0.25].map(change));
    expect(bins.filter(({ queries }) => queries > 0)).toEqual([
      { label: "+0.50 to +1.00", kind: "gain", queries: 1 },
      { label: "+0.05 to +0.10", kind: "gain", queries: 1 },
      { label: "up to +0.05", kind: "gain", queries: 1 },
      { label: "unchanged", kind: "unchanged", queries: 2 },
      { label: "up to −0.05", kind: "loss", queries: 1 },
      { label: "−0.20 to −0.30", kind: "loss", queries: 1 },
    ]);
    expect(bins.reduce((sum, { queries }) => sum + queries, 0)).toBe(7);
  });
});

describe("countMoves", () => {
  it("counts queries by ranks before and after; what was not found is last", () => {
    const moves = countMoves([
      moved(4, 1),
      moved(5, 1),
      moved(null, 51),
      moved(2, null),
      moved(20, 11),
    ]);
    expect(moves.filter(({ queries }) => queries > 0)).toEqual([
      { before: "2", after: "none", kind: "later", queries: 1 },
      { before: "4–5", after: "1", kind: "earlier", queries: 2 },
      { before: "11–20", after: "11–20", kind: "same", queries: 1 },
      { before: "none", after: "51+", kind: "earlier", queries: 1 },
    ]);
  });
});

describe("lossCourse", () => {
  it("is the mean, smallest and largest loss of equally many steps", () => {
    const losses = [4, 2, 3, 1, 5].map((loss, index) => ({ step: index + 1, loss }));
    expect(lossCourse(losses, 3)).toEqual([
      { step: 2, mean: 3, smallest: 2, largest: 4 },
      { step: 4, mean: 2, smallest: 1, largest: 3 },
      { step: 5, mean: 5, smallest: 5, largest: 5 },
    ]);
  });

  it("leaves out what is no number, and is empty without losses", () => {
    expect(lossCourse([{ step: 1, loss: NaN }], 3)).toEqual([]);
    expect(lossCourse([], 3)).toEqual([]);
  });
});
