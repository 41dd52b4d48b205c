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

describe("evaluateRun's options", () => {
  const graded: Qrels = new Map([
    ["q", new Map([["a", 1], ["b", 2], ["c", 0], ["d", -1]])], // prettier-ignore
  ]);
  const ids = ["x", "c", "d", "a", "b"];
  const docs = ids.map((docId, index) => ({ docId, score: -index }));
  const given = { name: "run", rankings: new Map([["q", docs]]) };

  it("take a grade from which documents are relevant, which changes no gain of nDCG", () => {
    const metrics = ["mrr", "recall@4", "ndcg"] as const;
    const { means } = evaluateRun(given, graded, { metrics, relevanceLevel: 2 });
    expect(means).toMatchObject({ mrr: 1 / 5, "recall@4": 0 });
    expect(means.ndcg).toBe(evaluateRun(given, graded, { metrics: ["ndcg"] }).means.ndcg);
  });

  it("cut each list at a depth", () => {
    const metrics = ["recall@10", "judged@10"] as const;
    const { means } = evaluateRun(given, graded, { metrics, depth: 4 });
    expect(means).toEqual({ "recall@10": 1 / 2, "judged@10": 3 / 4 });
  });

  it("condense lists to judged documents, after the depth, junk being unjudged", () => {
    const metrics = ["mrr", "precision@1", "judged@10"] as const;
    const removed = { metrics, unjudged: "removed" } as const;
    expect(evaluateRun(given, graded, removed).means).toEqual({
      mrr: 1 / 2, // c, a, b
      "precision@1": 0,
      "judged@10": 1,
    });
    const cut = evaluateRun(given, graded, { ...removed, depth: 3 }).means;
    expect(cut).toEqual({ mrr: 0, "precision@1": 0, "judged@10": 1 });
  });

  it("are refused when out of range", () => {
    for (const wrong of [{ depth: 0 }, { depth: 1.5 }, { relevanceLevel: 0 }]) {
      expect(() => evaluateRun(given, graded, { metrics: ["mrr"], ...wrong })).toThrow(RangeError);
    }
  });
});
