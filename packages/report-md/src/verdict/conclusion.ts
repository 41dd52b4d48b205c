import type { ReportData } from "../data/report-data.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { evidenceWords } from "./difference-words.ts";
import { headlineTest } from "./headline-test.ts";
import { judgeDifference } from "./judge-difference.ts";
import { primaryLabel } from "./primary-metric.ts";
import { queryKinds } from "./test-titles.ts";

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
  if (headline === undefined)
    return 'CONCLUSION: Nothing compared yet. (Run "evaluate" and "compare" to fill this in)';
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
  const firstLook =
    headline.synthetic && data.generation?.ruleMade === true
      ? " A first look only: the queries were put together by rule."
      : "";
  return `CONCLUSION: ${statement} (${evidenceWords(metric, data.confidence)}) on ${queries}${means}.${firstLook}`;
}
