import { htmlText } from "../documents/html-text.ts";
import { hasHtml } from "./has-html.ts";

/**
 * A text that may have HTML, as a reader sees it: without tags, with entities decoded, on one line.
 * Text without HTML comes back as it is.
 *
 * @example
 * textWithoutHtml("<p>60&nbsp;cm</p><ul><li>oak</li></ul>"); // "60 cm oak"
 * textWithoutHtml("size < 5 & more"); // "size < 5 & more"
 */
export function textWithoutHtml(text: string): string {
  return hasHtml(text) ? htmlText(text, "plain").replaceAll(/\s+/gu, " ") : text;
}
