import type { ReportData } from "../data/report-data.ts";
import { formatCount } from "../text/format-count.ts";
import { headlineTest } from "../verdict/headline-test.ts";
import { testTitles } from "../verdict/test-titles.ts";
import { comparisonTable } from "./comparison-table.ts";
import { placeholder } from "./placeholder.ts";
import { figurePlace, type ReportBlock } from "./report-block.ts";

/** The figure and the table of the headline test. */
export function metricComparison(data: ReportData): readonly ReportBlock[] {
  const headline = headlineTest(data);
  if (headline === undefined) return [placeholder("evaluate", "compare")];
  const { name, comparison, test } = headline;
  const caption = `${testTitles[name]}: n = ${formatCount(comparison.queryCount)} queries over ${formatCount(test.corpus)} products. The p-values are not adjusted for the number of metrics; the primary metric decides.`;
  return [caption, figurePlace(`metrics-${name}`), comparisonTable(data, comparison)];
}
