import type { RunComparison } from "@searchfit/ir-metrics";
import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatInterval } from "../text/format-interval.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatPValue } from "../text/format-p-value.ts";
import { formatPercent } from "../text/format-percent.ts";
import { formatSigned } from "../text/format-signed.ts";
import { metricLabel } from "../text/metric-label.ts";
import { confidenceWords } from "../verdict/difference-words.ts";
import { judgeDifference } from "../verdict/judge-difference.ts";
import { primaryMetric } from "../verdict/primary-metric.ts";
import { qualityMetrics } from "../verdict/quality-metrics.ts";
import { verdictMarkdown } from "./verdict-markdown.ts";
import { markdownTable } from "./markdown-table.ts";
import type { ColumnAlign } from "./markdown-table.ts";

/** Columns that say what a difference is worth. */
export function evidenceColumns(data: ReportData): [string, ColumnAlign][] {
  return [
    [`${confidenceWords(data.confidence)} interval`, "right"],
    ["p", "right"],
    ["Wins / ties / losses", "right"],
    ["Verdict", "left"],
  ];
}

/** Cells of those columns for one metric of a comparison. */
export function evidenceOf(data: ReportData, metric: RunComparison["metrics"][string]): string[] {
  return [
    formatInterval(metric.interval),
    formatPValue(metric.p),
    `${metric.wins} / ${metric.ties} / ${metric.losses}`,
    verdictMarkdown(judgeDifference(metric, data.confidence)),
  ];
}

/** S0's metric table of one comparison, every metric with its evidence. */
export function comparisonTable(data: ReportData, comparison: RunComparison): string {
  const rows = qualityMetrics(comparison).flatMap((name) => {
    const metric = comparison.metrics[name];
    if (metric === undefined) return [];
    const label = escapeMarkdown(metricLabel(name));
    return [
      [
        name === primaryMetric(data) ? `**${label}** (primary)` : label,
        formatNumber(metric.baseline),
        formatNumber(metric.candidate),
        formatSigned(metric.difference),
        formatPercent(metric.changePercent),
        ...evidenceOf(data, metric),
      ],
    ];
  });
  return markdownTable(
    [
      ["Metric", "left"],
      ["Baseline", "right"],
      ["Fine-Tuned", "right"],
      ["Delta", "right"],
      ["Change", "right"],
      ...evidenceColumns(data),
    ],
    rows,
  );
}
