import type { ReportData } from "../data/report-data.ts";
import { formatCount } from "../text/format-count.ts";
import { headlineTest } from "../verdict/headline-test.ts";
import { queryWords } from "../verdict/query-words.ts";
import { testTitles } from "../verdict/test-titles.ts";
import { comparisonTable } from "./comparison-table.ts";
import { whyNoHeadline } from "../verdict/why-no-headline.ts";
import { placeholder } from "./placeholder.ts";
import { figurePlace, type ReportBlock } from "./report-block.ts";

/** The figure and the table of the headline test. */
export function metricComparison(data: ReportData): readonly ReportBlock[] {
  const headline = headlineTest(data);
  if (headline === undefined) return [whyNoHeadline(data) ?? placeholder("evaluate", "compare")];
  const { name, comparison, test } = headline;
  const over = `${formatCount(test.corpus)} products`;
  const counts =
    comparison.clusterCount === undefined
      ? `${queryWords(comparison)} over ${over}.`
      : `${queryWords(comparison)}, searched among ${over}; intervals and p-values resample products.`;
  const caption = `${testTitles[name]}: n = ${counts} The p-values are not adjusted for the number of metrics; the primary metric decides.`;
  return [caption, figurePlace(`metrics-${name}`), comparisonTable(data, comparison)];
}
