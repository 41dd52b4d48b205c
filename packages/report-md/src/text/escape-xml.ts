import { escapeHtml } from "./escape-html.ts";

/** Code points that stand for no character and that XML 1.0 does not allow. */
const noncharacters = /[\uFFFE\uFFFF]/gu;

/**
 * Text of others, as literal text in an XML 1.0 element or quoted attribute.
 *
 * Control characters are removed, since XML 1.0 has no way to write them, and line breaks become
 * spaces, as in {@link stripControl}; what stands for no character becomes U+FFFD.
 *
 * @param text Any text.
 * @returns XML that reads as the text.
 * @example
 * escapeXml('a\u0000 < "b"'); // "a &lt; &quot;b&quot;"
 */
export function escapeXml(text: string): string {
  return escapeHtml(text).replace(noncharacters, "\uFFFD");
}
