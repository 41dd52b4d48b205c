import { expect, it } from "vitest";
import { parseMetricName } from "./parse-metric-name.ts";

it.each([
  ["ndcg@10", "ndcg@10"],
  ["NDCG@10", "ndcg@10"],
  [" mrr ", "mrr"],
  ["ndcg_cut_10", "ndcg@10"],
  ["ndcg_cut.10", "ndcg@10"],
  ["recip_rank", "mrr"],
  ["recip_rank_cut_5", "mrr@5"],
  ["P_5", "precision@5"],
  ["P@5", "precision@5"],
  ["R@100", "recall@100"],
  ["recall_1000", "recall@1000"],
  ["map_cut_10", "map@10"],
  ["Rprec", "rprec"],
  ["bpref", "bpref"],
  ["Success@1", "success@1"],
  ["accuracy@1", "accuracy@1"],
  ["hit_rate@3", "success@3"],
  ["Judged@10", "judged@10"],
  ["ndcg_exp_cut_10", "ndcg_exp@10"],
  ["AP", "map"],
  ["RR@10", "mrr@10"],
])("reads %j as %s", (text, name) => {
  expect(parseMetricName(text).name).toBe(name);
});

it("gives measure and cutoff", () => {
  expect(parseMetricName("P_5")).toEqual({ name: "precision@5", measure: "precision", cutoff: 5 });
  expect(parseMetricName("map")).toEqual({ name: "map", measure: "map", cutoff: null });
});

it.each([
  ["", "is not a known metric"],
  ["nonsense@3", "is not a known metric"],
  ["ndcg@ten", "is not a known metric"],
  ["ndcg@-1", "is not a known metric"],
  ["constructor", "is not a known metric"],
  ["precision", "needs a cutoff, as in precision@10"],
  ["ndcg@0", "needs a cutoff that is an integer of 1 or more"],
  ["ndcg@99999999999999999999", "needs a cutoff that is an integer of 1 or more"],
  ["bpref@10", "takes no cutoff: write bpref"],
])("refuses %j", (text, problem) => {
  expect(() => parseMetricName(text)).toThrow(problem);
});
