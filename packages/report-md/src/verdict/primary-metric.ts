import type { ReportData } from "../data/report-data.ts";
import { metricLabel } from "../text/metric-label.ts";

/** The metric that decides. */
export function primaryMetric(data: ReportData): string {
  return data.primaryMetric ?? "ndcg@10";
}

/** The metric that decides, as it is written in tables. */
export function primaryLabel(data: ReportData): string {
  return metricLabel(primaryMetric(data));
}
