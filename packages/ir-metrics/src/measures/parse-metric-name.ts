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
  ["rbp", "rbp"],
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
 * `map@10`, `rprec`, `bpref`, `judged@10`, `success@10`, `ndcg_exp@10`, `rbp` …
 *
 * Rank-biased precision may name its persistence as decimals: `rbp.95` (ranx), also read from
 * `rbp.p=0.95` (trec_eval) and `RBP(p=0.95)` (ir_measures); `rbp` alone is `rbp.9`.
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
  const spelled = text.trim().toLowerCase();
  if (/^rbp[.(]|^rbp_p/.test(spelled)) return rankBiased(text, spelled);
  const match = /^([a-z_-]+?)(?:[@_.](\d+))?$/.exec(spelled);
  const measure = measures.get(match?.[1] ?? "");
  if (match === null || measure === undefined) throw unknown(text, "is not a known metric");
  const digits = match[2];
  if (digits === undefined) {
    if (needsCutoff.has(measure)) throw unknown(text, `needs a cutoff, as in ${measure}@10`);
    return { name: measure as MetricName, measure, cutoff: null };
  }
  if (takesNoCutoff.has(measure)) throw unknown(text, `takes no cutoff: write ${measure}`);
  const cutoff = cutoffOf(text, digits);
  return { name: `${measure}@${cutoff}` as MetricName, measure, cutoff };
}

const rankBiasedForm = /^rbp(?:[._]p=(0?\.\d+)|\(p=(0?\.\d+)\)|(\.\d+))(?:@(\d+))?$/;

function rankBiased(text: string, spelled: string): Metric {
  const [, ofTrecEval, ofIrMeasures, ofRanx, digits] = rankBiasedForm.exec(spelled) ?? [];
  const persistence = Number(ofTrecEval ?? ofIrMeasures ?? ofRanx);
  if (!(persistence > 0 && persistence < 1))
    throw unknown(text, "needs a persistence between 0 and 1, as in rbp.95 or rbp.95@10");
  const name = `rbp${String(persistence).slice(1)}`;
  if (digits === undefined)
    return { name: name as MetricName, measure: "rbp", cutoff: null, persistence };
  const cutoff = cutoffOf(text, digits);
  return { name: `${name}@${cutoff}` as MetricName, measure: "rbp", cutoff, persistence };
}

function cutoffOf(text: string, digits: string): number {
  const cutoff = Number(digits);
  if (cutoff >= 1 && Number.isSafeInteger(cutoff)) return cutoff;
  throw unknown(text, "needs a cutoff that is an integer of 1 or more");
}

function unknown(text: string, problem: string): IrMetricsError {
  return new IrMetricsError("UNKNOWN_METRIC", `"${text.slice(0, 200)}" ${problem}.`, {
    hint: "Metrics: ndcg@k, ndcg_exp@k, mrr@k, map@k, rbp@k (also without @k; rbp.95 for another persistence), accuracy@k, success@k, precision@k, recall@k, judged@k, rprec, bpref.",
    details: { metric: text },
  });
}
