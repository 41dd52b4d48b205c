import type { BeforeAfter, RankedProduct } from "../data/query-example.ts";
import { formatNumber } from "../text/format-number.ts";
import { stripControl } from "../text/strip-control.ts";
import { compareTops } from "../verdict/compare-tops.ts";
import { drawBox } from "./draw-box.ts";
import { fitCell } from "./fit-cell.ts";

/** What one query's box shows. */
export interface SideBySideOptions {
  /** Text of the query. */
  readonly query: string;
  /** Top of the baseline's ranking, best first. */
  readonly baseline: readonly RankedProduct[];
  /** Top of the candidate's ranking, best first. */
  readonly candidate: readonly RankedProduct[];
  /** Rank of the first relevant product in the whole rankings, where it is known. */
  readonly relevantRank?: BeforeAfter<number | null> | undefined;
  /**
   * Headings of the two sides.
   * @default BASE MODEL and FINE-TUNED MODEL
   */
  readonly headings?: readonly [baseline: string, candidate: string] | undefined;
  /**
   * Widest line, in columns of the terminal, 40 or more.
   * @default 85
   */
  readonly width?: number | undefined;
  /**
   * Whether to use no character but those of ASCII for the box itself.
   * @default false
   */
  readonly ascii?: boolean | undefined;
}

/**
 * Two rankings of one query beside each other, for the terminal: S0's box, with a check mark at
 * products known to be relevant.
 *
 * The line below says what changed in the ranks. It does not compare the scores: those of two
 * models are on different scales.
 *
 * @param options The query and both rankings.
 * @returns Lines joined by line feeds, none at the end; all lines of the box are equally wide.
 * @example
 * formatSideBySide({
 *   query: "gift for someone who loves cooking",
 *   baseline: [{ title: "Griddle", score: 0.461 }],
 *   candidate: [{ title: "Cast Iron Pan", score: 0.42 }],
 * });
 */
export function formatSideBySide(options: SideBySideOptions): string {
  const ascii = options.ascii ?? false;
  const column = Math.floor((Math.max(40, options.width ?? 85) - 3) / 2);
  const widths = [column, column];
  const cells = (texts: readonly string[]): string[] =>
    texts.map((text) =>
      fitCell(text, {
        width: column,
        align: "left",
        padding: [2, 1],
        ellipsis: ascii ? "..." : "…",
      }),
    );
  const rows = Array.from(
    { length: Math.max(1, options.baseline.length, options.candidate.length) },
    (_, index) =>
      cells([line(options.baseline, index, ascii), line(options.candidate, index, ascii)]),
  );
  const header = { widths, rows: [cells(options.headings ?? ["BASE MODEL", "FINE-TUNED MODEL"])] };
  return [
    `Query: "${stripControl(options.query)}"`,
    drawBox([header, { widths, rows }], ascii ? "ascii" : "single"),
    compareTops(options),
  ].join("\n");
}

function line(ranking: readonly RankedProduct[], index: number, ascii: boolean): string {
  const product = ranking[index];
  if (product === undefined) return index === 0 ? "(no results)" : "";
  const mark = (product.grade ?? 0) > 0 ? (ascii ? "+ " : "✓ ") : "";
  return `${index + 1}. [${formatNumber(product.score, 3)}] ${mark}${product.title}`;
}
