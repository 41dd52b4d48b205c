import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { metricLabel } from "../text/metric-label.ts";
import { confidenceWords } from "../verdict/difference-words.ts";
import { headlineTest } from "../verdict/headline-test.ts";
import { primaryLabel, primaryMetric } from "../verdict/primary-metric.ts";
import { qualityMetrics } from "../verdict/quality-metrics.ts";
import { queryWords } from "../verdict/query-words.ts";
import { testNames, testTitles } from "../verdict/test-titles.ts";
import { bullets, given } from "./bullets.ts";
import { placeholder } from "./placeholder.ts";

/** What was measured with which queries, and how differences are judged. */
export function evaluationProtocol(data: ReportData): string {
  const corpus = testNames
    .map((name) => data.tests?.[name]?.corpus)
    .find((size) => size !== undefined);
  const testLines = testNames.flatMap((name) => {
    const test = data.tests?.[name];
    if (test === undefined) return [];
    const relevant = given(
      test.relevantPerQuery,
      (count) => `, relevant products a query: ${formatCount(count)}`,
    );
    return [
      `**${testTitles[name]}:** ${queryWords({ ...test.comparison, queryCount: test.queries })}${relevant ?? ""}. ${escapeMarkdown(test.description)}`,
    ];
  });
  return bullets([
    `**Corpus:** ${given(corpus, (size) => `full catalogue of ${formatCount(size)} products`) ?? placeholder("extract")}`,
    ...(testLines.length === 0 ? [`**Test queries:** ${placeholder("evaluate")}`] : testLines),
    `**Metrics:** ${metricWords(data)}; trec_eval's definitions, equal scores ordered by id`,
    `**Differences:** paired over the same queries; ${confidenceWords(data.confidence)} bootstrap interval and two-sided randomization test; "better" and "worse" are said only where the interval leaves out 0 and the test agrees${resamplingWords(data)}`,
    "**Scores:** cosines of two models are not compared, since each model has a scale of its own: a higher average cosine says nothing about the ranking",
  ]);
}

/** Said where a test has several queries about one product. */
function resamplingWords(data: ReportData): string {
  const clustered = testNames.some(
    (name) => data.tests?.[name]?.comparison?.clusterCount !== undefined,
  );
  return clustered
    ? "; where a test tells the products that its queries are about, both resample products, since queries about one product depend on each other (near-duplicates and products that share a query count as one)"
    : "";
}

function metricWords(data: ReportData): string {
  const comparison = headlineTest(data)?.comparison;
  const measured = comparison === undefined ? [] : qualityMetrics(comparison);
  const others = measured.filter((metric) => metric !== primaryMetric(data)).map(metricLabel);
  return [`${primaryLabel(data)} (primary)`, ...others].map(escapeMarkdown).join(", ");
}
