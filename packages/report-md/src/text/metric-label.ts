import { stripControl } from "./strip-control.ts";

const labels: Readonly<Record<string, string>> = {
  ndcg: "NDCG",
  ndcg_exp: "NDCG(exp)",
  mrr: "MRR",
  accuracy: "Accuracy",
  success: "Success",
  recall: "Recall",
  precision: "Precision",
  map: "MAP",
  rprec: "R-Precision",
  bpref: "Bpref",
  judged: "Judged",
};

const order = Object.keys(labels);

/**
 * A metric as it is written in tables.
 *
 * @param metric A name such as `ndcg@10`.
 * @returns Its label; a name that is not known stays as it is, without control characters.
 * @example
 * metricLabel("ndcg@10"); // "NDCG@10"
 */
export function metricLabel(metric: string): string {
  const [measure = "", cutoff] = metric.split("@", 2);
  const label = Object.hasOwn(labels, measure) ? labels[measure] : undefined;
  if (label === undefined) return stripControl(metric);
  return cutoff === undefined ? label : stripControl(`${label}@${cutoff}`);
}

/** Metrics in the order of S0's tables: by measure, then by cutoff; unknown ones last. */
export function sortMetrics(metrics: readonly string[]): string[] {
  const position = (metric: string): number => {
    const place = order.indexOf(metric.split("@", 1)[0] ?? "");
    return place < 0 ? order.length : place;
  };
  const cutoff = (metric: string): number => Number(metric.split("@", 2)[1] ?? Infinity);
  return [...metrics].sort((a, b) => {
    if (position(a) !== position(b)) return position(a) - position(b);
    const difference = cutoff(a) - cutoff(b);
    return Number.isNaN(difference) ? a.localeCompare(b) : difference;
  });
}
