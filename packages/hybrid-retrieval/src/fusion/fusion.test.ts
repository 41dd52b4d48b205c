import type { Run } from "@searchfit/ir-metrics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reciprocalRankFusion } from "./reciprocal-rank-fusion.ts";
import { weightedFusion } from "./weighted-fusion.ts";

function runOf(name: string, ...docs: [docId: string, score: number][]): Run {
  return {
    name,
    rankings: new Map([["q", docs.map(([docId, score]) => ({ docId, score }))]]),
  };
}

function fusedOf(run: Run): [string, number][] {
  return (run.rankings.get("q") ?? []).map(({ docId, score }) => [docId, score]);
}

const bm25 = runOf("bm25", ["a", 12], ["b", 8], ["c", 4]);
const dense = runOf("dense", ["b", 0.9], ["d", 0.5]);

describe("reciprocalRankFusion", () => {
  it("sums 1 / (60 + rank)", () => {
    expect(fusedOf(reciprocalRankFusion([bm25, dense]))).toEqual([
      ["b", 1 / (60 + 2) + 1 / (60 + 1)],
      ["a", 1 / (60 + 1)],
      ["d", 1 / (60 + 2)],
      ["c", 1 / (60 + 3)],
    ]);
  });

  it("takes k, topK and a name", () => {
    const run = reciprocalRankFusion([bm25], { k: 0, topK: 2, name: "mine" });
    expect(run.name).toBe("mine");
    expect(fusedOf(run)).toEqual([
      ["a", 1],
      ["b", 1 / 2],
    ]);
  });

  it("does not depend on the order of the runs", () => {
    const list = fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"]);
    const lists = fc.array(list, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lists, (rankings) => {
        const runs = rankings.map((ids, index) =>
          runOf(String(index), ...ids.map((id, rank): [string, number] => [id, -rank])),
        );
        const backwards = reciprocalRankFusion(runs.toReversed());
        expect(fusedOf(backwards)).toEqual(fusedOf(reciprocalRankFusion(runs)));
      }),
      { seed: 42 },
    );
  });

  it("keeps queries that only one run answered", () => {
    const other: Run = { name: "x", rankings: new Map([["p", [{ docId: "z", score: 1 }]]]) };
    expect([...reciprocalRankFusion([bm25, other]).rankings.keys()]).toEqual(["q", "p"]);
  });

  it("refuses no runs and options out of range", () => {
    expect(() => reciprocalRankFusion([])).toThrow(RangeError);
    expect(() => reciprocalRankFusion([bm25], { k: -1 })).toThrow(RangeError);
    expect(() => reciprocalRankFusion([bm25], { topK: 0 })).toThrow(RangeError);
  });
});

describe("weightedFusion", () => {
  it("sums weighted min–max scores", () => {
    expect(fusedOf(weightedFusion([dense, bm25], [0.8, 0.2]))).toEqual([
      ["b", 0.8 * 1 + 0.2 * ((8 - 4) / (12 - 4))],
      ["a", 0.2],
      ["d", 0],
      ["c", 0],
    ]);
  });

  it("counts the only document of a list, and equal ones, as 1", () => {
    expect(fusedOf(weightedFusion([runOf("x", ["a", 7])], [0.5]))).toEqual([["a", 0.5]]);
    expect(fusedOf(weightedFusion([runOf("x", ["a", 7], ["b", 7])], [1]))).toEqual([
      ["b", 1],
      ["a", 1],
    ]);
  });

  it("takes scores as they are when asked to", () => {
    const run = weightedFusion([bm25, dense], [1, 10], { normalize: "none", topK: 1, name: "sum" });
    expect([run.name, fusedOf(run)]).toEqual(["sum", [["b", 8 + 10 * 0.9]]]);
  });

  it("with one run keeps its order", () => {
    const scores = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(scores, (values) => {
        const docs = values
          .sort((a, b) => b - a)
          .map((score, index): [string, number] => [`d${index}`, score]);
        const fused = fusedOf(weightedFusion([runOf("x", ...docs)], [1]));
        expect(fused.map(([id]) => id)).toEqual(docs.map(([id]) => id));
      }),
      { seed: 42 },
    );
  });

  it("refuses weights that do not fit", () => {
    expect(() => weightedFusion([bm25, dense], [1])).toThrow(RangeError);
    expect(() => weightedFusion([bm25], [-1])).toThrow(RangeError);
    expect(() => weightedFusion([], [])).toThrow(RangeError);
  });
});
