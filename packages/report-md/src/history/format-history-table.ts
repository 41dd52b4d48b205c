import { formatBoxTable } from "../console/format-box-table.ts";
import { formatInterval } from "../text/format-interval.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatSigned } from "../text/format-signed.ts";
import { metricLabel } from "../text/metric-label.ts";
import { formatDay } from "./format-day.ts";
import type { HistoryEntry } from "./history-entry.ts";

/** How tests are called in a narrow column. */
const shortNames = { judged: "judged", newProducts: "new", knownProducts: "known" } as const;

/**
 * Experiments as a table for the terminal: a line a test, the name and the advice on the first.
 *
 * @param entries Experiments, in the order to show them.
 * @param maxWidth Widest line, in columns of the terminal.
 * @returns Lines joined by line feeds, none at the end.
 * @example
 * console.log(formatHistoryTable(entries));
 */
export function formatHistoryTable(entries: readonly HistoryEntry[], maxWidth = 120): string {
  const rows = entries.flatMap((entry) => {
    const head = [formatDay(entry.finishedAt), entry.experiment, entry.model ?? "–"];
    if (entry.results.length === 0) return [[...head, "–", "–", "–", "–", "–", "not compared"]];
    return entry.results.map(({ test, queries, comparison }, index) => [
      ...(index === 0 ? head : ["", "", ""]),
      shortNames[test],
      String(queries),
      formatNumber(comparison.candidate),
      formatSigned(comparison.difference),
      formatInterval(comparison.interval),
      index === 0 ? entry.advice : "",
    ]);
  });
  return formatBoxTable(rows, {
    maxWidth,
    columns: [
      { header: "Date" },
      { header: "Experiment", minWidth: 8, flexible: true },
      { header: "Base model", minWidth: 8, flexible: true },
      { header: "Test" },
      { header: "n", align: "right" },
      { header: metricLabel(entries[0]?.metric ?? "ndcg@10"), align: "right" },
      { header: "Delta", align: "right" },
      { header: "95% interval", align: "right" },
      { header: "Advice" },
    ],
  });
}
