import stringWidth from "string-width";
import { stripControl } from "../text/strip-control.ts";
import { drawBox } from "./draw-box.ts";
import type { BoxFrame } from "./draw-box.ts";
import { fitCell } from "./fit-cell.ts";
import type { CellAlign } from "./fit-cell.ts";

/** One column of a box table. */
export interface BoxColumn {
  /** Text of the first row. */
  readonly header: string;
  /**
   * Where its cells stand.
   * @default "left"
   */
  readonly align?: CellAlign | undefined;
  /**
   * Columns of the terminal that its text takes at least.
   * @default 1
   */
  readonly minWidth?: number | undefined;
  /**
   * Whether it may be cut when the table is too wide.
   * @default false
   */
  readonly flexible?: boolean | undefined;
}

/** How a box table looks. */
export interface BoxTableOptions {
  /** Its columns. */
  readonly columns: readonly BoxColumn[];
  /**
   * Widest line, in columns of the terminal; flexible columns are cut to fit, down to 8 each.
   * @default 80
   */
  readonly maxWidth?: number | undefined;
  /**
   * The lines it is drawn with.
   * @default "single"
   */
  readonly frame?: BoxFrame | undefined;
}

const narrowestFlexible = 8;

/**
 * A table in a box for the terminal. All lines are equally wide, measured as terminals draw them;
 * text of others is cleaned of control characters first.
 *
 * @param rows Cells of each row; missing cells are blank, further ones are left out.
 * @param options Columns and look.
 * @returns Lines joined by line feeds, none at the end.
 * @example
 * formatBoxTable([["1", "Cast Iron Pan"]], {
 *   columns: [{ header: "#", align: "right" }, { header: "Product" }],
 * });
 * // ┌───┬────────────────┐
 * // │ # │  Product       │
 * // ├───┼────────────────┤
 * // │ 1 │  Cast Iron Pan │
 * // └───┴────────────────┘
 */
export function formatBoxTable(
  rows: readonly (readonly string[])[],
  options: BoxTableOptions,
): string {
  const { columns, frame = "single" } = options;
  if (columns.length === 0) throw new RangeError("Expected a table of 1 column or more, got 0.");
  const maxWidth = options.maxWidth ?? 80;
  const natural = naturalWidths(rows, columns).map((width, index) =>
    columns[index]?.flexible === true ? Math.min(width, maxWidth) : width,
  );
  const widths = fitWidths(natural, columns, maxWidth);
  const row = (cells: readonly string[]): string[] =>
    columns.map((column, index) =>
      fitCell(cells[index] ?? "", {
        width: widths[index] ?? 1,
        align: column.align ?? "left",
        padding: paddingOf(column),
        ellipsis: frame === "ascii" ? "..." : "…",
      }),
    );
  const header = { widths, rows: [row(columns.map((column) => column.header))] };
  const body = { widths, rows: rows.map(row) };
  return drawBox(body.rows.length === 0 ? [header] : [header, body], frame);
}

function paddingOf(column: BoxColumn): readonly [number, number] {
  return (column.align ?? "left") === "left" ? [2, 1] : [1, 1];
}

function naturalWidths(
  rows: readonly (readonly string[])[],
  columns: readonly BoxColumn[],
): number[] {
  return columns.map((column, index) => {
    const [left, right] = paddingOf(column);
    let widest = Math.max(column.minWidth ?? 1, stringWidth(stripControl(column.header)));
    for (const row of rows) widest = Math.max(widest, stringWidth(stripControl(row[index] ?? "")));
    return widest + left + right;
  });
}

/** Takes what is too much from the widest flexible column, one terminal column at a time. */
function fitWidths(natural: number[], columns: readonly BoxColumn[], maxWidth: number): number[] {
  const widths = [...natural];
  const isFlexible = (index: number): boolean =>
    columns[index]?.flexible === true && (widths[index] ?? 0) > narrowestFlexible + 3;
  let excess = widths.reduce((sum, width) => sum + width + 1, 1) - maxWidth;
  for (; excess > 0; excess -= 1) {
    let widest = -1;
    for (const index of widths.keys())
      if (isFlexible(index) && (widths[index] ?? 0) > (widths[widest] ?? 0)) widest = index;
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}
