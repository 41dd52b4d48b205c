import type { EvaluationResult } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import { chooseExampleQueries } from "./choose-example-queries.ts";

function evaluation(values: Readonly<Record<string, number>>): EvaluationResult {
  const perQuery = new Map(Object.entries(values).map(([id, value]) => [id, { "ndcg@10": value }]));
  return { runName: "r", queryCount: perQuery.size, unansweredQueries: [], means: {}, perQuery };
}

describe("chooseExampleQueries", () => {
  const base = evaluation({ q1: 0, q2: 0.5, q3: 1, q4: 0.2, q5: 0.3, q6: 0.3, gone: 1 });
  const tuned = evaluation({ q1: 1, q2: 0.5, q3: 0.1, q4: 0.2, q5: 0.4, q6: 0.2, extra: 1 });

  it("takes as many largest losses as largest wins", () => {
    expect(chooseExampleQueries(base, tuned, { count: 1 })).toEqual([
      { queryId: "q1", reason: "largest-win", baseline: 0, candidate: 1 },
      { queryId: "q3", reason: "largest-loss", baseline: 1, candidate: 0.1 },
      { queryId: "q2", reason: "unchanged", baseline: 0.5, candidate: 0.5 },
    ]);
  });

  it("orders equal changes by query id and leaves out queries of one side only", () => {
    const chosen = chooseExampleQueries(base, tuned);
    expect(chosen.map(({ queryId }) => queryId)).toEqual(["q1", "q5", "q3", "q6", "q2", "q4"]);
  });

  it("chooses nothing by a metric that was not measured", () => {
    expect(chooseExampleQueries(base, tuned, { metric: "map" })).toEqual([]);
  });
});
