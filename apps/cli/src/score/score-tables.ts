import type { EvaluationResult, RunComparison } from "@searchfit/ir-metrics";
import {
  formatBoxTable,
  formatInterval,
  formatNumber,
  formatPercent,
  formatPValue,
  formatSigned,
  metricLabel,
  stripControl,
  type BoxColumn,
} from "@searchfit/report-md";

/** Widest table, in columns of the terminal; names of runs are cut where it would be wider. */
const maxWidth = 120;

/** One row a metric, one column a run. */
export function formatScores(results: readonly EvaluationResult[]): string {
  const metrics = Object.keys(results[0]?.means ?? {});
  const rows = metrics.map((metric) => [
    metricLabel(metric),
    ...results.map(({ means }) => formatNumber(means[metric] ?? Number.NaN)),
  ]);
  return formatBoxTable(rows, { columns: [{ header: "Metric" }, ...columnsOf(results)], maxWidth });
}

/** One row a query and metric, one column a run: what trec_eval prints with `-q`. */
export function formatPerQuery(results: readonly EvaluationResult[]): string {
  const [first] = results;
  const rows = [...(first?.perQuery ?? [])].flatMap(([query, values]) =>
    Object.keys(values).map((metric) => [
      query,
      metricLabel(metric),
      ...results.map(({ perQuery }) => formatNumber(perQuery.get(query)?.[metric] ?? Number.NaN)),
    ]),
  );
  const columns = [{ header: "Query" }, { header: "Metric" }, ...columnsOf(results)];
  return formatBoxTable(rows, { columns, maxWidth });
}

/** Both runs of a comparison, the difference and how sure it is; one row a metric. */
export function formatDifferences(comparison: RunComparison): string {
  const rows = Object.entries(comparison.metrics).map(([metric, of]) => [
    metricLabel(metric),
    formatNumber(of.baseline),
    formatNumber(of.candidate),
    formatSigned(of.difference),
    formatPercent(of.changePercent),
    formatInterval(of.interval),
    formatPValue(of.p),
    `${of.wins}/${of.ties}/${of.losses}`,
  ]);
  const right = { align: "right" } as const;
  const columns: BoxColumn[] = [
    { header: "Metric" },
    { header: "Baseline", ...right },
    { header: "Candidate", ...right },
    { header: "Delta", ...right },
    { header: "Change", ...right },
    { header: "95% interval", ...right },
    { header: "p", ...right },
    { header: "W/T/L", ...right },
  ];
  const title = `${comparison.candidate} against ${comparison.baseline}, ${comparison.queryCount} queries`;
  return `${stripControl(title)}\n${formatBoxTable(rows, { columns, maxWidth })}`;
}

function columnsOf(results: readonly EvaluationResult[]): BoxColumn[] {
  return results.map(({ runName }) => ({
    header: runName,
    align: "right",
    minWidth: 8,
    flexible: true,
  }));
}
