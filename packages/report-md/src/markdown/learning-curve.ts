import type { ReportData } from "../data/report-data.ts";
import type { LearningCurvePoint } from "../data/training-facts.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { metricLabel, sortMetrics } from "../text/metric-label.ts";
import { lossCourse } from "../figures/loss-course.ts";
import { figurePlace, type ReportBlock } from "./report-block.ts";
import { markdownTable } from "./markdown-table.ts";
import type { ColumnAlign } from "./markdown-table.ts";

/** Dev after each epoch and the loss of the steps; nothing where they were not recorded. */
export function learningCurve(data: ReportData): readonly ReportBlock[] {
  const parts = [...devCurve(data), ...lossCurve(data)];
  return parts.length === 0 ? [] : ["### Learning Curve", ...parts];
}

function devCurve(data: ReportData): ReportBlock[] {
  const points = data.training?.learningCurve ?? [];
  if (points.length === 0) return [];
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
    "Measured on dev, which picks the epoch; it is not the test.",
    figurePlace("learning-dev"),
    markdownTable(columns, rows),
  ];
}

/** Rows of the table of losses. */
const lossRows = 10;

function lossCurve({ training }: ReportData): ReportBlock[] {
  const course = lossCourse(training?.losses ?? [], lossRows);
  if (course.length < 2) return [];
  const rows = course.map(({ step, mean, smallest, largest }) => [
    formatCount(step),
    ...[mean, smallest, largest].map((value) => formatNumber(value)),
  ]);
  return [
    "Training loss of consecutive steps:",
    figurePlace("learning-loss"),
    markdownTable(
      [
        ["Up to step", "right"],
        ["Mean loss", "right"],
        ["Smallest", "right"],
        ["Largest", "right"],
      ],
      rows,
    ),
  ];
}

function epochLabel({ epoch }: LearningCurvePoint, bestEpoch: number | undefined): string {
  if (epoch === 0) return "0 (untrained base)";
  return epoch === bestEpoch ? `**${epoch}** (kept)` : String(epoch);
}

function cell(value: number | undefined): string {
  return value === undefined ? "–" : formatNumber(value);
}
