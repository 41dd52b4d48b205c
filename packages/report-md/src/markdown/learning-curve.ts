import type { ReportData } from "../data/report-data.ts";
import type { LearningCurvePoint } from "../data/training-facts.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatNumber } from "../text/format-number.ts";
import { metricLabel, sortMetrics } from "../text/metric-label.ts";
import { markdownTable } from "./markdown-table.ts";
import type { ColumnAlign } from "./markdown-table.ts";

/** Dev after each epoch; undefined where it was not recorded. */
export function learningCurve(data: ReportData): string | undefined {
  const points = data.training?.learningCurve ?? [];
  if (points.length === 0) return undefined;
  const metrics = sortMetrics([...new Set(points.flatMap((point) => Object.keys(point.metrics)))]);
  const withLoss = points.some((point) => point.loss !== undefined);
  const columns: [string, ColumnAlign][] = [
    ["Epoch", "left"],
    ...(withLoss ? [["Training loss", "right"] as [string, ColumnAlign]] : []),
    ...metrics.map((metric): [string, ColumnAlign] => [
      escapeMarkdown(metricLabel(metric)),
      "right",
    ]),
  ];
  const rows = points.map((point) => [
    epochLabel(point, data.training?.bestEpoch),
    ...(withLoss ? [cell(point.loss)] : []),
    ...metrics.map((metric) => cell(point.metrics[metric])),
  ]);
  return [
    "### Learning Curve",
    "Measured on dev, which picks the epoch; it is not the test.",
    markdownTable(columns, rows),
  ].join("\n\n");
}

function epochLabel({ epoch }: LearningCurvePoint, bestEpoch: number | undefined): string {
  if (epoch === 0) return "0 (untrained base)";
  return epoch === bestEpoch ? `**${epoch}** (kept)` : String(epoch);
}

function cell(value: number | undefined): string {
  return value === undefined ? "–" : formatNumber(value);
}
