import type { MetricComparison } from "@searchfit/ir-metrics";
import { formatInterval } from "../text/format-interval.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatPValue } from "../text/format-p-value.ts";
import { formatPercent } from "../text/format-percent.ts";
import { formatSigned } from "../text/format-signed.ts";

/** The cells of one metric: label, baseline, candidate, delta and change. */
export function valueCells(label: string, metric: MetricComparison): string[] {
  return [
    label,
    formatNumber(metric.baseline),
    formatNumber(metric.candidate),
    formatSigned(metric.difference),
    formatPercent(metric.changePercent),
  ];
}

/** The cells of one metric that say what its difference is worth: interval, p, counts. */
export function evidenceCells(metric: MetricComparison): string[] {
  return [
    formatInterval(metric.interval),
    formatPValue(metric.p),
    `${metric.wins}/${metric.ties}/${metric.losses}`,
  ];
}

/** The metrics of S0's table that were measured; all metrics where none of them was. */
export function seedMetrics(measured: readonly string[]): string[] {
  const wanted = "ndcg@5 ndcg@10 mrr@10 accuracy@1 accuracy@5 accuracy@10 recall@5 recall@10";
  const found = wanted.split(" ").filter((metric) => measured.includes(metric));
  return found.length > 0 ? found : [...measured];
}
