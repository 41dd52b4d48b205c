import { stripControl } from "./strip-control.ts";

/**
 * Text of others, as literal text anywhere on a line of Markdown: paragraph, heading, list item or
 * table cell. No part of it becomes a link, an image, HTML, emphasis, code, a formula or a new cell.
 *
 * Control characters are removed and line breaks become spaces, as in {@link stripControl}.
 *
 * @param text Any text.
 * @returns CommonMark and GitHub Markdown that renders as the text.
 * @example
 * escapeMarkdown("**20% off** | <b>pans</b>"); // "\\*\\*20% off\\*\\* \\| &lt;b&gt;pans&lt;/b&gt;"
 */
export function escapeMarkdown(text: string): string {
  return stripControl(text)
    .replace(/[\\`*_[\]#!|~]/g, String.raw`\$&`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("$", "&#36;")
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replace(/^[-+=:]/, String.raw`\$&`)
    .replaceAll("://", String.raw`\://`)
    .replace(/www\./gi, (match) => match.replace(".", String.raw`\.`));
}
