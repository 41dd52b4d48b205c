import type { MetricName } from "@searchfit/ir-metrics";

/** Metric that decides; graded, linear gain, as trec_eval's ndcg_cut_10. */
export const primaryMetric = "ndcg@10";

/** Metrics of every evaluation, as the reports show them. */
export const metricNames: readonly MetricName[] = [
  "ndcg@5",
  "ndcg@10",
  "mrr@1",
  "mrr@5",
  "mrr@10",
  "accuracy@1",
  "accuracy@3",
  "accuracy@5",
  "accuracy@10",
  "precision@1",
  "precision@5",
  "precision@10",
  "recall@1",
  "recall@5",
  "recall@10",
  "map",
];
