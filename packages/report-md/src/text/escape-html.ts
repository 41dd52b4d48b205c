import { stripControl } from "./strip-control.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text of others, as literal text in an HTML element or a quoted attribute.
 *
 * Control characters are removed and line breaks become spaces, as in {@link stripControl}.
 *
 * @param text Any text.
 * @returns HTML that shows the text.
 * @example
 * escapeHtml('<img src=x onerror="alert(1)">'); // "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"
 */
export function escapeHtml(text: string): string {
  return stripControl(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
