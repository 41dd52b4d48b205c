import { describe, expect, it } from "vitest";
import type { Qrels, Run } from "../index.ts";
import { evaluateRun } from "./evaluate-run.ts";

const qrels: Qrels = new Map([
  ["2", new Map([["a", 1]])],
  ["10", new Map([["b", 1]])],
  ["1", new Map([["c", 0]])],
]);
const run: Run = {
  name: "bm25",
  rankings: new Map([
    ["2", [{ docId: "a", score: 1 }]],
    ["1", [{ docId: "c", score: 1 }]],
    ["99", [{ docId: "a", score: 1 }]],
  ]),
};

describe("evaluateRun", () => {
  it("counts a query without results as zero and lists it", () => {
    const result = evaluateRun(run, qrels, { metrics: ["mrr"] });
    expect(result.runName).toBe("bm25");
    expect(result.queryCount).toBe(3);
    expect(result.unansweredQueries).toEqual(["10"]);
    expect(result.means).toEqual({ mrr: 1 / 3 });
    expect(result.perQuery.get("10")).toEqual({ mrr: 0 });
  });

  it("keeps the order of the qrels, also for ids that look like numbers", () => {
    const { perQuery } = evaluateRun(run, qrels, { metrics: ["mrr"] });
    expect([...perQuery.keys()]).toEqual(["2", "10", "1"]);
  });

  it("treats a query with an empty list as unanswered", () => {
    const empty = { name: "none", rankings: new Map([["2", []]]) };
    expect(evaluateRun(empty, qrels, { metrics: ["mrr"] }).unansweredQueries).toHaveLength(3);
  });

  it("averages over answered queries when asked to, and still lists the others", () => {
    const result = evaluateRun(run, qrels, { metrics: ["mrr"], averageOver: "answered" });
    expect(result.queryCount).toBe(2);
    expect(result.means).toEqual({ mrr: 1 / 2 });
    expect(result.unansweredQueries).toEqual(["10"]);
    expect(result.perQuery.has("10")).toBe(false);
  });

  it("leaves out queries without relevant documents like sentence-transformers", () => {
    const options = { metrics: ["mrr"], convention: "sentence-transformers" } as const;
    expect([...evaluateRun(run, qrels, options).perQuery.keys()]).toEqual(["2", "10"]);
  });

  it("lets scores decide the order, ties by document id descending", () => {
    const docs = [
      { docId: "x", score: 1 },
      { docId: "a", score: 1 },
      { docId: "z", score: 2 },
    ];
    const unordered = { name: "run", rankings: new Map([["2", docs]]) };
    const judgments = new Map([["2", new Map([["a", 1]])]]);
    expect(evaluateRun(unordered, judgments, { metrics: ["mrr"] }).means).toEqual({ mrr: 1 / 3 });
  });

  it("names metrics in its own spelling", () => {
    const metrics = ["P_5" as "precision@5"];
    expect(Object.keys(evaluateRun(run, qrels, { metrics }).means)).toEqual(["precision@5"]);
  });
});

describe("evaluateRun refuses", () => {
  it("judgments without queries", () => {
    expect(() => evaluateRun(run, new Map(), { metrics: ["mrr"] })).toThrow(
      'run "bm25" ranks 3 queries, the judgments hold 0',
    );
  });

  it("unknown metrics", () => {
    const metrics = ["nope" as "mrr"];
    expect(() => evaluateRun(run, qrels, { metrics })).toThrow('"nope" is not a known metric.');
  });

  it("a repeated document and a score that is not finite, naming the query", () => {
    const repeated = { docId: "a", score: 1 };
    const twice = { name: "run", rankings: new Map([["2", [repeated, repeated]]]) };
    expect(() => evaluateRun(twice, qrels, { metrics: ["mrr"] })).toThrow('Query "2": Expected');
    const wrong = { name: "run", rankings: new Map([["2", [{ docId: "a", score: NaN }]]]) };
    expect(() => evaluateRun(wrong, qrels, { metrics: ["mrr"] })).toThrow('Query "2": Expected');
  });
});
