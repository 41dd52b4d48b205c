import { expect, it } from "vitest";
import { evaluateRun, parseMetricName, rankByScore } from "../src/index.ts";
import { mapOf, readGolden } from "./read-golden.ts";

type Table = Record<string, Record<string, number>>;
const { cases } = readGolden("ir_metrics.json") as {
  readonly cases: readonly { readonly id: string; readonly qrels: Table; readonly run: Table }[];
};
const { results } = readGolden("trec_eval_options.json") as {
  readonly results: readonly {
    readonly case: string;
    readonly level: number;
    readonly judgedOnly: boolean;
    readonly values: Table;
  }[];
};
const counts = new Set(["num_ret", "num_rel", "num_rel_ret"]);

it("covers levels 1 to 3, with and without condensed lists", () => {
  const settings = new Set(results.map(({ level, judgedOnly }) => `${level} ${judgedOnly}`));
  expect([...settings].sort()).toEqual(["1 true", "2 false", "2 true", "3 false"]);
  expect(results.length).toBeGreaterThan(100);
});

it("gives pytrec_eval's values for each relevance level and for condensed lists", () => {
  let compared = 0;
  for (const { case: id, level, judgedOnly, values } of results) {
    const entry = cases.find((one) => one.id === id);
    const rankings = Object.entries(entry?.run ?? {}).map(([queryId, scores]) => {
      const docs = Object.entries(scores).map(([docId, score]) => ({ docId, score }));
      return [queryId, rankByScore(docs)] as const;
    });
    const measures = Object.keys(Object.values(values)[0] ?? {}).filter(
      (name) => !counts.has(name),
    );
    const { perQuery } = evaluateRun(
      { name: id, rankings: new Map(rankings) },
      new Map(Object.entries(entry?.qrels ?? {}).map(([query, of]) => [query, mapOf(of)])),
      {
        metrics: measures.map((name) => parseMetricName(name).name),
        convention: "pytrec_eval",
        relevanceLevel: level,
        unjudged: judgedOnly ? "removed" : "not-relevant",
      },
    );
    for (const [queryId, expected] of Object.entries(values)) {
      for (const name of measures) {
        const got = perQuery.get(queryId)?.[parseMetricName(name).name] ?? NaN;
        const label = `${id} ${queryId} ${name} -l ${level} ${judgedOnly ? "-J" : ""}`;
        expect(Math.abs(got - (expected[name] ?? NaN)), label).toBeLessThan(1e-9);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(5000);
});
