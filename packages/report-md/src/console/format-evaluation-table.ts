import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { metricLabel, sortMetrics } from "../text/metric-label.ts";
import { stripControl } from "../text/strip-control.ts";

/** What the table of one evaluation shows. */
export interface EvaluationTableOptions {
  /** Heading, such as `BASELINE EVALUATION — all-MiniLM-L6-v2 (before fine-tuning)`. */
  readonly title: string;
  /** Products that were searched. */
  readonly corpusSize: number;
  /** Queries that were measured. */
  readonly queryCount: number;
  /** Metric → mean over the queries. */
  readonly means: Readonly<Record<string, number>>;
  /**
   * The metric that decides.
   * @default "ndcg@10"
   */
  readonly primary?: string | undefined;
  /**
   * Whether to use no character but those of ASCII for the table itself.
   * @default false
   */
  readonly ascii?: boolean | undefined;
}

const groups: readonly (readonly [heading: string, measures: readonly string[]])[] = [
  ["RANKING QUALITY", ["ndcg", "ndcg_exp", "map", "rprec", "bpref"]],
  ["FIRST RELEVANT RESULT", ["mrr"]],
  ["HIT RATE (correct product in top-k)", ["accuracy", "success"]],
  ["COVERAGE", ["recall"]],
  ["PRECISION", ["precision"]],
];
const grouped = new Set(groups.flatMap(([, measures]) => measures));
const ruleWidth = 60;

/**
 * The grouped table of one evaluation for the terminal.
 *
 * Metrics that were not measured have no line, nor have groups without any.
 *
 * @param options What was measured.
 * @returns Lines joined by line feeds, none at the end.
 * @example
 * formatEvaluationTable({ title: "BASELINE", corpusSize: 1013, queryCount: 800, means });
 */
export function formatEvaluationTable(options: EvaluationTableOptions): string {
  const rule = "=".repeat(ruleWidth);
  const lines = [
    rule,
    stripControl(options.title),
    rule,
    `Corpus size:    ${formatCount(options.corpusSize)} products`,
    `Test queries:   ${formatCount(options.queryCount)} queries`,
  ];
  const metrics = sortMetrics(Object.keys(options.means));
  for (const [heading, measures] of groups)
    lines.push(...groupLines(heading, metrics.filter(isOneOf(measures)), options));
  const others = metrics.filter((metric) => !grouped.has(measureOf(metric)));
  lines.push(...groupLines("OTHER", others, options), rule);
  return lines.join("\n");
}

function groupLines(
  heading: string,
  metrics: readonly string[],
  options: EvaluationTableOptions,
): string[] {
  if (metrics.length === 0) return [];
  return ["", `${heading}:`, ...metrics.map((metric) => metricLine(metric, options))];
}

function metricLine(metric: string, options: EvaluationTableOptions): string {
  const value = options.means[metric] ?? Number.NaN;
  const label = `${metricLabel(metric)}:`.padEnd(13);
  const arrow = options.ascii === true ? "<-" : "←";
  let remark = "";
  if (metric === (options.primary ?? "ndcg@10")) remark = `    ${arrow} PRIMARY METRIC`;
  else if (metric === "accuracy@1")
    remark = `    (top result is correct ${formatNumber(value * 100, 1)}% of the time)`;
  return `  ${label} ${formatNumber(value)}${remark}`;
}

function measureOf(metric: string): string {
  return metric.split("@", 1)[0] ?? "";
}

function isOneOf(measures: readonly string[]): (metric: string) => boolean {
  return (metric) => measures.includes(measureOf(metric));
}
