import type { ReportData } from "../data/report-data.ts";
import { markdownTable } from "../markdown/markdown-table.ts";
import { executiveSummary } from "../markdown/executive-summary.ts";
import { evidenceColumns, evidenceOf } from "../markdown/comparison-table.ts";
import { code } from "../markdown/code.ts";
import { cutText } from "../text/cut-text.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatSigned } from "../text/format-signed.ts";
import { stripControl } from "../text/strip-control.ts";
import { conclusion } from "../verdict/conclusion.ts";
import { primaryLabel, primaryMetric } from "../verdict/primary-metric.ts";
import { testNames, testTitles } from "../verdict/test-titles.ts";
import type { GateResult } from "./gate-result.ts";

/** Longest comment that GitHub takes, in characters. */
const longestComment = 65_536;
/** Gates and columns of text that are shown, so that a comment stays far below that. */
const shown = { gates: 50, columns: 200 };

/** What a comment has besides a report's values. */
export interface RenderCommentOptions {
  /** The quality gates. @default none */
  readonly gates?: readonly GateResult[] | undefined;
}

/**
 * An experiment as a comment for a pull request: the verdict first, the gates, one table with the
 * primary metric of each test. Short, and always under GitHub's 65,536 characters.
 *
 * @param data The report's values.
 * @param options The gates.
 * @returns Markdown, ending in a line feed; texts of others are escaped.
 * @example
 * renderComment(data).split("\n")[0]; // "### Search model `shop`"
 */
export function renderComment(data: ReportData, options: RenderCommentOptions = {}): string {
  const { gates = [] } = options;
  const name = cutText(stripControl(data.experiment), shown.columns);
  const blocks = [
    `### Search model ${code(name)}`,
    escapeMarkdown(conclusion(data)),
    ...gateBlocks(gates),
    testTable(data),
    executiveSummary(data),
  ];
  const text = `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
  if (text.length <= longestComment) return text;
  return `${blocks
    .slice(0, 2)
    .join("\n\n")
    .slice(0, longestComment - 1)}\n`;
}

function gateBlocks(gates: readonly GateResult[]): string[] {
  if (gates.length === 0) return [];
  const failed = gates.filter(({ passed }) => !passed);
  const head =
    failed.length === 0
      ? `All ${formatCount(gates.length)} quality gates hold.`
      : `**${formatCount(failed.length)} of ${formatCount(gates.length)} quality gates failed:**`;
  const lines = failed.slice(0, shown.gates).map((gate) => {
    const text = `${gate.name}: expected ${gate.expected}, got ${gate.actual}`;
    return `- ${escapeMarkdown(cutText(stripControl(text), shown.columns))}`;
  });
  const more = failed.length - lines.length;
  return [
    [head, ...(lines.length === 0 ? [] : ["", ...lines])].join("\n"),
    ...(more > 0 ? [`… and ${formatCount(more)} more.`] : []),
  ];
}

function testTable(data: ReportData): string {
  const rows = testNames.flatMap((name) => {
    const comparison = data.tests?.[name]?.comparison;
    const metric = comparison?.metrics[primaryMetric(data)];
    if (comparison === undefined || metric === undefined) return [];
    return [
      [
        testTitles[name],
        formatCount(comparison.queryCount),
        formatNumber(metric.baseline),
        formatNumber(metric.candidate),
        formatSigned(metric.difference),
        ...evidenceOf(data, metric),
      ],
    ];
  });
  if (rows.length === 0) return "";
  const label = escapeMarkdown(primaryLabel(data));
  return markdownTable(
    [
      [`${label} on`, "left"],
      ["n", "right"],
      ["Baseline", "right"],
      ["Fine-Tuned", "right"],
      ["Delta", "right"],
      ...evidenceColumns(data),
    ],
    rows,
  );
}
