import { IrMetricsError } from "../ir-metrics-error.ts";
import type { MeasureName, Metric, MetricName } from "./metric.ts";

/** Spellings, lower-case, → our measure: ours first, then trec_eval's, ir_measures' and ranx'. */
const measures: ReadonlyMap<string, MeasureName> = new Map<string, MeasureName>([
  ["ndcg", "ndcg"],
  ["ndcg_exp", "ndcg_exp"],
  ["mrr", "mrr"],
  ["map", "map"],
  ["accuracy", "accuracy"],
  ["success", "success"],
  ["precision", "precision"],
  ["recall", "recall"],
  ["judged", "judged"],
  ["rprec", "rprec"],
  ["bpref", "bpref"],
  ["ndcg_cut", "ndcg"],
  ["ndcg_exp_cut", "ndcg_exp"],
  ["ndcg_burges", "ndcg_exp"],
  ["recip_rank", "mrr"],
  ["recip_rank_cut", "mrr"],
  ["rr", "mrr"],
  ["map_cut", "map"],
  ["ap", "map"],
  ["p", "precision"],
  ["r", "recall"],
  ["hit_rate", "success"],
  ["r-precision", "rprec"],
]);

const needsCutoff: ReadonlySet<MeasureName> = new Set<MeasureName>([
  "accuracy",
  "success",
  "precision",
  "recall",
  "judged",
]);
const takesNoCutoff: ReadonlySet<MeasureName> = new Set<MeasureName>(["rprec", "bpref"]);

/**
 * A metric name, read: `ndcg@10`, `mrr@10`, `accuracy@1`, `precision@5`, `recall@5`, `map`,
 * `map@10`, `rprec`, `bpref`, `judged@10`, `success@10`, `ndcg_exp@10` …
 *
 * Names of trec_eval (`ndcg_cut_10`, `ndcg_cut.10`, `recip_rank`, `P_5`, `map_cut_10`, `Rprec`),
 * ir_measures (`nDCG@10`, `RR@10`, `AP`, `P@5`, `R@5`) and ranx (`hit_rate@10`, `r-precision`,
 * `ndcg_burges@10`) are read too, in upper or lower case.
 *
 * @param text The name.
 * @returns The metric, its name in our own spelling.
 * @throws {IrMetricsError} `UNKNOWN_METRIC` when the measure is unknown, its cutoff is missing or
 *   is not an integer ≥ 1, or it takes no cutoff.
 * @example
 * parseMetricName("ndcg_cut_10"); // { name: "ndcg@10", measure: "ndcg", cutoff: 10 }
 */
export function parseMetricName(text: string): Metric {
  const match = /^([a-z_-]+?)(?:[@_.](\d+))?$/.exec(text.trim().toLowerCase());
  const measure = measures.get(match?.[1] ?? "");
  if (match === null || measure === undefined) throw unknown(text, "is not a known metric");
  const digits = match[2];
  if (digits === undefined) {
    if (needsCutoff.has(measure)) throw unknown(text, `needs a cutoff, as in ${measure}@10`);
    return { name: measure as MetricName, measure, cutoff: null };
  }
  const cutoff = Number(digits);
  if (takesNoCutoff.has(measure)) throw unknown(text, `takes no cutoff: write ${measure}`);
  if (cutoff < 1 || !Number.isSafeInteger(cutoff))
    throw unknown(text, "needs a cutoff that is an integer of 1 or more");
  return { name: `${measure}@${cutoff}` as MetricName, measure, cutoff };
}

function unknown(text: string, problem: string): IrMetricsError {
  return new IrMetricsError("UNKNOWN_METRIC", `"${text.slice(0, 200)}" ${problem}.`, {
    hint: "Metrics: ndcg@k, ndcg_exp@k, mrr@k, map@k (also without @k), accuracy@k, success@k, precision@k, recall@k, judged@k, rprec, bpref.",
    details: { metric: text },
  });
}
