import stringWidth from "string-width";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Text cut to a width of terminal columns, never inside a character as it is seen: an emoji of
 * several code points, a letter with its accents. What is cut off shows as `…`.
 *
 * @param text One line of text.
 * @param width Columns, an integer ≥ 1.
 * @param ellipsis What stands for the part that is cut off; one column for each character.
 * @returns Text of at most `width` columns.
 * @throws {RangeError} When `width` is not an integer ≥ 1.
 * @example
 * cutText("cast iron skillet", 10); // "cast iron…"
 * cutText("日本の包丁", 6); // "日本…": each character takes two columns
 */
export function cutText(text: string, width: number, ellipsis = "…"): string {
  if (!Number.isInteger(width) || width < 1)
    throw new RangeError(`Expected a width of 1 column or more, got ${width}.`);
  if (stringWidth(text) <= width) return text;
  const room = width - ellipsis.length;
  if (room < 1) return ellipsis.slice(0, width);
  const kept: string[] = [];
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > room) break;
    kept.push(segment);
  }
  return `${kept.join("").trimEnd()}${ellipsis}`;
}
