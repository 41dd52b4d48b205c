import type { RunComparison } from "@searchfit/ir-metrics";
import type { ReportData } from "../data/report-data.ts";
import type { SystemResult, TestFacts, TestName } from "../data/test-facts.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatSigned } from "../text/format-signed.ts";
import { metricLabel } from "../text/metric-label.ts";
import { seedMetrics } from "../console/comparison-rows.ts";
import { headlineTest } from "../verdict/headline-test.ts";
import { primaryLabel, primaryMetric } from "../verdict/primary-metric.ts";
import { queryWords } from "../verdict/query-words.ts";
import { testNames, testTitles } from "../verdict/test-titles.ts";
import { comparisonTable, evidenceColumns, evidenceOf } from "./comparison-table.ts";
import { queryChanges } from "./query-changes.ts";
import { figurePlace, type ReportBlock } from "./report-block.ts";
import { markdownTable } from "./markdown-table.ts";
import type { ColumnAlign } from "./markdown-table.ts";

/** A section for each test: its systems side by side, and every comparison that was made. */
export function testResults(data: ReportData): readonly ReportBlock[] {
  return testNames.flatMap((name) => {
    const test = data.tests?.[name];
    return test === undefined ? [] : testSection(data, name, test);
  });
}

function testSection(data: ReportData, name: TestName, test: TestFacts): ReportBlock[] {
  const isHeadline = headlineTest(data)?.name === name;
  const parts: ReportBlock[] = [
    `### ${testTitles[name]}`,
    `${escapeMarkdown(test.description)} (${formatCount(test.queries)} queries, ${formatCount(test.corpus)} products)`,
  ];
  if (name === "knownProducts")
    parts.push(
      "Training saw these products, with other queries. This flatters the tuned model; it is shown for comparison with reports that split by pair, and is no part of the headline.",
    );
  if (test.systems !== undefined && test.systems.length > 0) parts.push(systemsTable(test.systems));
  if (test.comparison !== undefined && !isHeadline)
    parts.push(
      `Tuned against base${resamplingWords(test.comparison)}:`,
      figurePlace(`metrics-${name}`),
      comparisonTable(data, test.comparison),
    );
  const others = otherComparisons(data, test);
  if (others !== undefined) parts.push(`Further comparisons, ${primaryLabel(data)}:`, others);
  return [...parts, ...queryChanges(data, name)];
}

function resamplingWords(comparison: RunComparison): string {
  if (comparison.clusterCount === undefined) return "";
  return ` (${queryWords(comparison)}; intervals and p-values resample products)`;
}

function systemsTable(systems: readonly SystemResult[]): string {
  const measured = new Set(systems.flatMap((system) => Object.keys(system.means)));
  const metrics = seedMetrics([...measured]);
  const rows = systems.map((system) => [
    escapeMarkdown(system.name),
    ...metrics.map((metric) => valueCell(system.means[metric])),
  ]);
  const columns = metrics.map((metric): [string, ColumnAlign] => [
    escapeMarkdown(metricLabel(metric)),
    "right",
  ]);
  return markdownTable([["System", "left"], ...columns], rows);
}

function valueCell(value: number | undefined): string {
  return value === undefined ? "–" : formatNumber(value);
}

function otherComparisons(data: ReportData, test: TestFacts): string | undefined {
  const rows = (test.otherComparisons ?? []).flatMap((comparison) => {
    const metric = comparison.metrics[primaryMetric(data)];
    if (metric === undefined) return [];
    return [
      [
        escapeMarkdown(comparison.candidate),
        escapeMarkdown(comparison.baseline),
        formatCount(comparison.queryCount),
        formatSigned(metric.difference),
        ...evidenceOf(data, metric),
      ],
    ];
  });
  if (rows.length === 0) return undefined;
  return markdownTable(
    [
      ["System", "left"],
      ["Against", "left"],
      ["n", "right"],
      ["Delta", "right"],
      ...evidenceColumns(data),
    ],
    rows,
  );
}
