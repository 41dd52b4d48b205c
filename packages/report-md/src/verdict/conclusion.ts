import type { ReportData } from "../data/report-data.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { evidenceWords } from "./difference-words.ts";
import { headlineTest } from "./headline-test.ts";
import { judgeDifference } from "./judge-difference.ts";
import { primaryLabel } from "./primary-metric.ts";
import { queryKinds } from "./test-titles.ts";
import { whyNoHeadline } from "./why-no-headline.ts";

/**
 * The experiment in one line for the terminal: improved, made worse, or no difference shown, with
 * the evidence and the kind of queries it rests on.
 *
 * @param data The report's values.
 * @returns One line beginning with `CONCLUSION:`, without a line feed.
 * @example
 * conclusion({ experiment: "shop" });
 * // 'CONCLUSION: Nothing compared yet. (Run "evaluate" and "compare" to fill this in)'
 */
export function conclusion(data: ReportData): string {
  const headline = headlineTest(data);
  if (headline === undefined) return `CONCLUSION: ${withoutHeadline(data)}`;
  const { metric } = headline;
  const label = primaryLabel(data);
  const values = `from ${formatNumber(metric.baseline)} to ${formatNumber(metric.candidate)}`;
  const statement = {
    better: `Fine-tuning improved ${label} ${values}`,
    worse: `Fine-tuning made search worse: ${label} fell ${values}`,
    undecided: `No difference shown: ${label} went ${values}`,
  }[judgeDifference(metric, data.confidence)];
  const queries = `${formatCount(headline.comparison.queryCount)} ${queryKinds[headline.name]}`;
  const pairs = data.training?.pairs ?? data.split?.pairs.train;
  const means = pairs === undefined ? "" : `, using ${formatCount(pairs)} synthetic training pairs`;
  const evidence = evidenceWords(metric, data.confidence);
  if (headline.synthetic && data.generation?.ruleMade === true)
    return `CONCLUSION: None, this is a first look: the queries were put together by rule. On ${queries} ${label} went ${values} (${evidence})${means}.`;
  return `CONCLUSION: ${statement} (${evidence}) on ${queries}${means}.`;
}

function withoutHeadline(data: ReportData): string {
  const why = whyNoHeadline(data);
  if (why !== undefined) return `None. ${why}`;
  return 'Nothing compared yet. (Run "evaluate" and "compare" to fill this in)';
}
