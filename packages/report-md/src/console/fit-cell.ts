import stringWidth from "string-width";
import { cutText } from "../text/cut-text.ts";
import { stripControl } from "../text/strip-control.ts";

/** Where a text stands in its cell. */
export type CellAlign = "left" | "right" | "center";

/** How a text is put into a cell. */
export interface CellFormat {
  /** Columns of the cell. */
  readonly width: number;
  /** Where the text stands. */
  readonly align: CellAlign;
  /** Blank columns kept at the left and at the right. */
  readonly padding: readonly [left: number, right: number];
  /** What stands for text that is cut off. */
  readonly ellipsis: string;
}

/**
 * Text of others in a cell of exactly the given width: cleaned, cut where it is too long, padded
 * where it is short, measured as terminals draw it.
 */
export function fitCell(text: string, format: CellFormat): string {
  const [left, right] = format.padding;
  const room = Math.max(0, format.width - left - right);
  const shown = room === 0 ? "" : cutText(stripControl(text), room, format.ellipsis);
  const spare = Math.max(0, format.width - left - right - stringWidth(shown));
  const before = left + { left: 0, right: spare, center: Math.ceil(spare / 2) }[format.align];
  const cell = " ".repeat(before) + shown;
  return cell + " ".repeat(Math.max(0, format.width - stringWidth(cell)));
}
