import type { Figure } from "../figures/figure.ts";
import { escapeHtml } from "../text/escape-html.ts";

/** A figure in a page: its SVG inline, with what it shows and how to read it. */
export function figureHtml({ title, caption, svg }: Figure): string {
  return `<figure>\n${svg}\n<figcaption><strong>${escapeHtml(title)}.</strong> ${escapeHtml(caption)}</figcaption>\n</figure>\n`;
}
