import { cutText } from "../text/cut-text.ts";
import { stripControl } from "../text/strip-control.ts";

/** Code points that stand for no character and that XML does not allow. */
const noncharacters = /[\uFFFE\uFFFF]/gu;

/**
 * Text of others as a label of a plot: one short line of characters that XML allows, a dash where
 * nothing is left of it; not escaped. `__proto__` gets quotes: as a key of the drawing it would be lost.
 */
export function plotText(text: string, columns = 28): string {
  const line = stripControl(text).replace(noncharacters, "\uFFFD");
  if (line === "__proto__") return `“${line}”`;
  return line === "" ? "–" : cutText(line, columns);
}
