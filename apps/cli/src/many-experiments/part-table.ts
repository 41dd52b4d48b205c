import type { ManyRunsComparison } from "@searchfit/ir-metrics";
import {
  formatBoxTable,
  formatInterval,
  formatNumber,
  formatPValue,
  formatSigned,
  metricLabel,
  type BoxColumn,
} from "@searchfit/report-md";
import { comparedMetrics } from "./compare-part.ts";

/** Widest table, in columns of the terminal; names are cut where it would be wider. */
const maxWidth = 110;

/** A row a metric and model: its mean, the difference to the first, its interval, corrected p. */
export function formatPartTable({ runs, comparisons }: ManyRunsComparison): string {
  const rows = comparedMetrics.flatMap((metric) =>
    runs.map(({ name, means }, place) => {
      const of = comparisons[place - 1]?.metrics[metric];
      const label = place === 0 ? metricLabel(metric) : "";
      const mean = formatNumber(means[metric] ?? Number.NaN);
      if (of === undefined) return [label, name, mean];
      return [
        ...[label, name, mean, formatSigned(of.difference), formatInterval(of.interval)],
        ...[formatPValue(of.pAdjusted ?? Number.NaN), `${of.wins}/${of.ties}/${of.losses}`],
      ];
    }),
  );
  const figures = ["Mean", "Delta", "95% interval", "p (Holm)", "W/T/L"];
  const columns: BoxColumn[] = [
    { header: "Metric" },
    { header: "Model", minWidth: 12, flexible: true },
    ...figures.map((header): BoxColumn => ({ header, align: "right" })),
  ];
  return formatBoxTable(rows, { columns, maxWidth });
}
