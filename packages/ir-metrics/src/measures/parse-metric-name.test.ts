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
  ["rbp", "rbp"],
  ["RBP@10", "rbp@10"],
  ["rbp.95", "rbp.95"],
  ["rbp.80@10", "rbp.8@10"],
  ["rbp.p=0.8", "rbp.8"],
  ["rbp_p=0.8", "rbp.8"],
  ["RBP(p=0.8)@20", "rbp.8@20"],
])("reads %j as %s", (text, name) => {
  expect(parseMetricName(text).name).toBe(name);
});

it("gives measure and cutoff", () => {
  expect(parseMetricName("P_5")).toEqual({ name: "precision@5", measure: "precision", cutoff: 5 });
  expect(parseMetricName("rbp.8@5")).toMatchObject({ cutoff: 5, persistence: 0.8 });
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
  ["rbp.0", "needs a persistence between 0 and 1"],
  ["rbp.p=1.5", "needs a persistence between 0 and 1"],
  ["rbp.9@0", "needs a cutoff that is an integer of 1 or more"],
  ["bpref@10", "takes no cutoff: write bpref"],
])("refuses %j", (text, problem) => {
  expect(() => parseMetricName(text)).toThrow(problem);
});
