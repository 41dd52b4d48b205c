import type { RunComparison } from "@searchfit/ir-metrics";
import stringWidth from "string-width";
import { formatNumber } from "../text/format-number.ts";
import { metricLabel } from "../text/metric-label.ts";
import { stripControl } from "../text/strip-control.ts";
import { judgeDifference } from "../verdict/judge-difference.ts";
import { qualityMetrics } from "../verdict/quality-metrics.ts";
import { queryWords } from "../verdict/query-words.ts";
import { verdictWords } from "../verdict/verdict-words.ts";
import { evidenceCells, seedMetrics, valueCells } from "./comparison-rows.ts";
import { drawBox } from "./draw-box.ts";
import type { BoxSection } from "./draw-box.ts";
import { fitCell } from "./fit-cell.ts";
import type { CellAlign } from "./fit-cell.ts";

/** What the box of one comparison shows. */
export interface ComparisonTableOptions {
  /** The comparison: tuned against base. */
  readonly comparison: RunComparison;
  /**
   * Heading of the box.
   * @default "EMBEDDING FINE-TUNING RESULTS — SEARCH RELEVANCY"
   */
  readonly title?: string | undefined;
  /** Lines above the figures: label and value, as `comparisonHeader` makes them. */
  readonly header?: readonly (readonly [label: string, value: string])[] | undefined;
  /**
   * Metrics to show.
   * @default S0's eight; all where none of them was measured
   */
  readonly metrics?: readonly string[] | undefined;
  /**
   * The metric that decides; it gets the star.
   * @default "ndcg@10"
   */
  readonly primary?: string | undefined;
  /**
   * Confidence of the intervals.
   * @default 0.95
   */
  readonly confidence?: number | undefined;
  /**
   * Columns of the terminal. Where all figures fit they stand in one table; otherwise intervals,
   * p-values and counts follow in a second one. The box never gets narrower than its figures.
   * @default 80
   */
  readonly width?: number | undefined;
  /**
   * Whether to use no character but those of ASCII for the box itself.
   * @default false
   */
  readonly ascii?: boolean | undefined;
}

/** Cells of a table and the narrowest widths of its columns. */
interface Table {
  readonly minimum: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

const labelColumns = 17;
const valueMinimum = [labelColumns, 11, 11, 11, 10];

/**
 * The box of one comparison for the terminal: S0's table, with the interval, p-value and
 * wins/ties/losses of every difference, and what the primary metric shows below it.
 *
 * @param options The comparison and how to show it.
 * @returns Lines joined by line feeds, none at the end; all lines of the box are equally wide.
 * @example
 * formatComparisonTable({ comparison, header: [["Corpus", "1,013 products"]], width: 120 });
 */
export function formatComparisonTable(options: ComparisonTableOptions): string {
  const maxWidth = options.width ?? 80;
  const { values, evidence } = cellsOf(options);
  const wide: Table = {
    minimum: [...valueMinimum, 22, 9, 15],
    rows: values.map((cells, index) => [...cells, ...(evidence[index] ?? [])]),
  };
  const narrow: readonly Table[] = [
    { minimum: valueMinimum, rows: values },
    {
      minimum: [labelColumns, 20, 9, 15],
      rows: values.map((cells, index) => [cells[0] ?? "", ...(evidence[index] ?? [])]),
    },
  ];
  const tables = innerWidth(naturalWidths(wide)) + 2 <= maxWidth ? [wide] : narrow;
  const lines = headerLines(options);
  const wanted = Math.min(maxWidth - 2, Math.max(...lines.map((line) => stringWidth(line) + 3)));
  const inner = Math.max(wanted, ...tables.map((table) => innerWidth(naturalWidths(table))));
  const ascii = options.ascii ?? false;
  const sections = [
    ...headSections(options, inner),
    ...tables.flatMap((table) => tableSections(table, inner, ascii)),
  ];
  return [drawBox(sections, ascii ? "ascii" : "double"), "", ...footLines(options)].join("\n");
}

function cellsOf(options: ComparisonTableOptions): Record<"values" | "evidence", string[][]> {
  const { comparison } = options;
  const measured = qualityMetrics(comparison);
  const star = options.ascii === true ? "*" : "★";
  const values = [["Metric", "Baseline", "Fine-Tuned", "Delta", "Change"]];
  const evidence = [[`${confidencePercent(options)} interval`, "p", "W/T/L"]];
  for (const name of options.metrics ?? seedMetrics(measured)) {
    const metric = comparison.metrics[name];
    if (metric === undefined) continue;
    const mark = name === (options.primary ?? "ndcg@10") ? ` ${star}` : "";
    values.push(valueCells(metricLabel(name) + mark, metric));
    evidence.push(evidenceCells(metric));
  }
  return { values, evidence };
}

function headerLines(options: ComparisonTableOptions): string[] {
  return (options.header ?? []).map(
    ([label, value]) => `${stripControl(label)}:`.padEnd(labelColumns) + stripControl(value),
  );
}

function headSections(options: ComparisonTableOptions, inner: number): BoxSection[] {
  const ascii = options.ascii ?? false;
  const dash = ascii ? "-" : "—";
  const title = options.title ?? `EMBEDDING FINE-TUNING RESULTS ${dash} SEARCH RELEVANCY`;
  const line = (text: string, align: CellAlign): string[] => [
    fitCell(text, { width: inner, align, padding: [2, 1], ellipsis: ascii ? "..." : "…" }),
  ];
  const titleSection = { widths: [inner], rows: [line(title, "center")] };
  const lines = headerLines(options);
  if (lines.length === 0) return [titleSection];
  const rows = ["", ...lines, ""].map((text) => line(text, "left"));
  return [titleSection, { widths: [inner], rows }];
}

function tableSections(table: Table, inner: number, ascii: boolean): BoxSection[] {
  const widths = naturalWidths(table);
  const last = widths.length - 1;
  widths[last] = (widths[last] ?? 0) + inner - innerWidth(widths);
  const rows = table.rows.map((cells) =>
    cells.map((text, index) =>
      fitCell(text, {
        width: widths[index] ?? 0,
        align: index === 0 ? "left" : "center",
        padding: index === 0 ? [2, 1] : [0, 0],
        ellipsis: ascii ? "..." : "…",
      }),
    ),
  );
  const sections = [{ widths, rows: rows.slice(0, 1) }];
  return rows.length > 1 ? [...sections, { widths, rows: rows.slice(1) }] : sections;
}

function naturalWidths(table: Table): number[] {
  return table.minimum.map((minimum, index) => {
    const blank = index === 0 ? 3 : 1;
    return Math.max(minimum, ...table.rows.map((row) => stringWidth(row[index] ?? "") + blank));
  });
}

function innerWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + widths.length - 1;
}

function footLines(options: ComparisonTableOptions): string[] {
  const primary = options.primary ?? "ndcg@10";
  const label = metricLabel(primary);
  const ascii = options.ascii ?? false;
  const lines = [
    `${ascii ? "*" : "★"} = Primary metric`,
    `n = ${queryWords(options.comparison)}; ${confidencePercent(options)} bootstrap interval of the difference;`,
    "p: paired randomization test; W/T/L: queries that gained, stayed, lost.",
    ...(options.comparison.clusterCount === undefined
      ? []
      : ["Intervals and p resample products, not queries."]),
  ];
  const metric = options.comparison.metrics[primary];
  if (metric === undefined) return [...lines, `${label} was not measured.`];
  const verdict = verdictWords[judgeDifference(metric, options.confidence)];
  return [...lines, `${label}: ${verdict}.`];
}

function confidencePercent(options: ComparisonTableOptions): string {
  return `${formatNumber((options.confidence ?? 0.95) * 100, 0)}%`;
}
