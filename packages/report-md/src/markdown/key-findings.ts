import type { MetricComparison } from "@searchfit/ir-metrics";
import type { ReportData } from "../data/report-data.ts";
import type { SystemResult } from "../data/test-facts.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { metricLabel } from "../text/metric-label.ts";
import { evidenceWords } from "../verdict/difference-words.ts";
import { headlineTest } from "../verdict/headline-test.ts";
import type { HeadlineTest } from "../verdict/headline-test.ts";
import { judgeDifference } from "../verdict/judge-difference.ts";
import { judgeSlice } from "../verdict/judge-slice.ts";
import { lexicalResult } from "../verdict/lexical-result.ts";
import { primaryLabel, primaryMetric } from "../verdict/primary-metric.ts";
import { testNames, testTitles } from "../verdict/test-titles.ts";
import { qualityMetrics } from "../verdict/quality-metrics.ts";
import { whyNoHeadline } from "../verdict/why-no-headline.ts";
import { bullets } from "./bullets.ts";
import { placeholder } from "./placeholder.ts";

/** What the figures say, losses as plainly as gains. */
export function keyFindings(data: ReportData): string {
  const headline = headlineTest(data);
  if (headline === undefined) return whyNoHeadline(data) ?? placeholder("evaluate", "compare");
  return bullets([
    metricFinding(data, primaryLabel(data), headline.metric),
    ...firstResultFinding(data, headline),
    countsFinding(data, headline),
    ...lowerMetricsFinding(data, headline),
    ...systemFindings(data, headline),
    ...sliceFinding(data, headline),
    ...otherTestFindings(data, headline),
  ]);
}

function metricFinding(data: ReportData, label: string, metric: MetricComparison): string {
  const values = `from ${formatNumber(metric.baseline)} to ${formatNumber(metric.candidate)}`;
  const evidence = evidenceWords(metric, data.confidence);
  const words = {
    better: `**${label}** improved ${values}`,
    worse: `**${label}** got **worse**, ${values}`,
    undecided: `**${label}**: **no difference shown**, ${values}`,
  }[judgeDifference(metric, data.confidence)];
  return `${words} (${evidence})`;
}

function firstResultFinding(data: ReportData, { comparison }: HeadlineTest): string[] {
  const metric = comparison.metrics["accuracy@1"];
  if (metric === undefined || primaryMetric(data) === "accuracy@1") return [];
  const share = (value: number): string => `${formatNumber(value * 100, 1)}%`;
  const shares = `a relevant product came first for ${share(metric.baseline)} of the queries before, ${share(metric.candidate)} after`;
  return [`${metricFinding(data, metricLabel("accuracy@1"), metric)}: ${shares}`];
}

function countsFinding(data: ReportData, { metric }: HeadlineTest): string {
  return `${primaryLabel(data)} rose for ${formatCount(metric.wins)} queries, fell for ${formatCount(metric.losses)} and stayed for ${formatCount(metric.ties)}`;
}

/** Every metric that went down, whether the loss is shown or not. */
function lowerMetricsFinding(data: ReportData, { comparison }: HeadlineTest): string[] {
  const lower = qualityMetrics(comparison).flatMap((name) => {
    const metric = comparison.metrics[name];
    if (metric === undefined || metric.difference >= 0) return [];
    const worse = judgeDifference(metric, data.confidence) === "worse";
    return [
      `${escapeMarkdown(metricLabel(name))} (${worse ? "**worse**" : "no difference shown"})`,
    ];
  });
  return lower.length === 0 ? ["No metric went down"] : [`Went down: ${lower.join(", ")}`];
}

function systemFindings(data: ReportData, { test }: HeadlineTest): string[] {
  const metric = primaryMetric(data);
  const value = (system: SystemResult): number => system.means[metric] ?? Number.NaN;
  const measured = (test.systems ?? []).filter((system) => !Number.isNaN(value(system)));
  if (measured.length < 2) return [];
  const best = measured.reduce((top, system) => (value(system) > value(top) ? system : top));
  const lexical = lexicalResult({ ...test, systems: measured });
  const findings = [
    `Highest ${primaryLabel(data)} of ${formatCount(measured.length)} systems: ${escapeMarkdown(best.name)} (${formatNumber(value(best))}); picked among them, so a little flattered`,
  ];
  if (lexical !== undefined)
    findings.push(
      `Lexical search alone (BM25) has ${primaryLabel(data)} ${formatNumber(value(lexical))}`,
    );
  return findings;
}

function sliceFinding(data: ReportData, { test }: HeadlineTest): string[] {
  const worse = (test.slices ?? []).filter(
    (slice) => judgeSlice(slice, data.confidence) === "worse",
  );
  if (worse.length === 0) return [];
  const names = worse.map((slice) => escapeMarkdown(`${slice.attribute} ${slice.value}`));
  return [`**Worse** in these slices: ${names.join("; ")}`];
}

function otherTestFindings(data: ReportData, headline: HeadlineTest): string[] {
  return testNames.flatMap((name) => {
    const metric = data.tests?.[name]?.comparison?.metrics[primaryMetric(data)];
    if (name === headline.name || metric === undefined) return [];
    return [
      `${testTitles[name]}, a test apart: ${metricFinding(data, primaryLabel(data), metric)}`,
    ];
  });
}
