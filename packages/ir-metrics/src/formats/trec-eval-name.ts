import type { MeasureName, MetricName } from "../measures/metric.ts";
import { parseMetricName } from "../measures/parse-metric-name.ts";

const withCutoff: Readonly<Record<MeasureName, string>> = {
  ndcg: "ndcg_cut",
  ndcg_exp: "ndcg_exp_cut",
  mrr: "recip_rank_cut",
  map: "map_cut",
  rbp: "rbp_cut",
  accuracy: "accuracy",
  success: "success",
  precision: "P",
  recall: "recall",
  judged: "judged",
  rprec: "Rprec",
  bpref: "bpref",
};
const whole: Partial<Readonly<Record<MeasureName, string>>> = { mrr: "recip_rank", rprec: "Rprec" };

/**
 * A metric's name as trec_eval prints it, and in its style where trec_eval has no such metric.
 *
 * @param name A metric.
 * @returns The name; `parseMetricName` reads it back to the same metric, except rank-biased
 *   precision with a cutoff.
 * @throws {IrMetricsError} `UNKNOWN_METRIC`.
 * @example
 * trecEvalName("ndcg@10"); // "ndcg_cut_10"
 */
export function trecEvalName(name: MetricName): string {
  const { measure, cutoff, persistence } = parseMetricName(name);
  const suffix = persistence === undefined ? "" : `_p=${persistence}`;
  if (cutoff === null) return `${whole[measure] ?? measure}${suffix}`;
  return `${withCutoff[measure]}${suffix}_${cutoff}`;
}
