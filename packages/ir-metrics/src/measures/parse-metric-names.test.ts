import { expect, it } from "vitest";
import { parseMetricNames } from "./parse-metric-names.ts";

it.each([
  ["ndcg@10, MAP ,P_5", ["ndcg@10", "map", "precision@5"]],
  ["ndcg_cut.5,10,map", ["ndcg@5", "ndcg@10", "map"]],
  ["P.5,10,15", ["precision@5", "precision@10", "precision@15"]],
  ["success", ["success@1", "success@5", "success@10"]],
  ["map,map,AP", ["map"]],
  ["rbp.95,rbp.p=0.8", ["rbp.95", "rbp.8"]],
  ["rbp.5,95", ["rbp.5", "rbp.95"]],
])("reads %j", (text, names) => {
  expect(parseMetricNames(text)).toEqual(names);
});

it("reads trec_eval's shorthands for several cutoffs", () => {
  const cutoffs = [5, 10, 15, 20, 30, 100, 200, 500, 1000];
  expect(parseMetricNames("ndcg_cut")).toEqual(cutoffs.map((k) => `ndcg@${k}`));
  expect(parseMetricNames("official")).toEqual([
    ...["map", "rprec", "bpref", "mrr"],
    ...cutoffs.map((k) => `precision@${k}`),
  ]);
});

it.each(["", "map,", "map,10", "nope"])("refuses %j", (text) => {
  expect(() => parseMetricNames(text)).toThrow(expect.objectContaining({ code: "UNKNOWN_METRIC" }));
});
