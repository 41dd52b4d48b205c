import type { QueryExample, RankedProduct } from "../data/query-example.ts";
import type { ReportData } from "../data/report-data.ts";
import { cutText } from "../text/cut-text.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatSigned } from "../text/format-signed.ts";
import { stripControl } from "../text/strip-control.ts";
import { compareTops } from "../verdict/compare-tops.ts";
import { primaryLabel } from "../verdict/primary-metric.ts";
import { markdownTable } from "./markdown-table.ts";
import { placeholder } from "./placeholder.ts";

const reasons: Readonly<Record<QueryExample["reason"], string>> = {
  "largest-win": "among the largest wins",
  "largest-loss": "among the largest losses",
  unchanged: "unchanged",
  probe: "fixed probe, not judged",
};

/** Queries side by side, chosen by rule. */
export function searchExamples(data: ReportData): string {
  const examples = data.examples ?? [];
  if (examples.length === 0) return placeholder("compare");
  return [
    "Chosen by rule, not by hand: the largest wins, the largest losses, unchanged queries, and fixed probes. ✓ marks products known to be relevant. Scores order one model's list; they do not compare two models.",
    ...examples.map((example) => exampleBlock(data, example)),
  ].join("\n\n");
}

function exampleBlock(data: ReportData, example: QueryExample): string {
  const size = Math.max(1, example.baseline.length, example.candidate.length);
  const rows = Array.from({ length: size }, (_, index) => [
    String(index + 1),
    ...productCells(example.baseline[index]),
    ...productCells(example.candidate[index]),
  ]);
  const { metric } = example;
  const change =
    metric === undefined
      ? ""
      : ` ${primaryLabel(data)} ${formatNumber(metric.baseline)} → ${formatNumber(metric.candidate)} (${formatSigned(metric.candidate - metric.baseline)}).`;
  return [
    `### Query: "${escapeMarkdown(cutText(stripControl(example.query), 120))}"`,
    `*${reasons[example.reason]}.*${change} ${compareTops(example)}`,
    markdownTable(
      [
        ["Rank", "right"],
        ["Base Model", "left"],
        ["Score", "right"],
        ["Fine-Tuned Model", "left"],
        ["Score", "right"],
      ],
      rows,
    ),
  ].join("\n\n");
}

function productCells(product: RankedProduct | undefined): [string, string] {
  if (product === undefined) return ["–", "–"];
  const mark = (product.grade ?? 0) > 0 ? "✓ " : "";
  const title = escapeMarkdown(cutText(stripControl(product.title), 60));
  return [mark + title, formatNumber(product.score, 3)];
}
