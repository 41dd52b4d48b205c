import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/fixtures/hostile.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { stripControl } from "./strip-control.ts";

const renderer = new MarkdownIt({ html: true, linkify: false });
const places: Readonly<Record<string, (text: string) => string>> = {
  paragraph: (text) => `before ${text} after`,
  "start of a paragraph": (text) => text,
  heading: (text) => `### ${text}.`,
  "list item": (text) => `- ${text}`,
  "table cell": (text) => `| a | b |\n| --- | --- |\n| ${text} | end |`,
};

/** Types of all tokens, and the text in them, as a renderer that allows raw HTML reads it. */
function read(markdown: string): { types: string[]; text: string } {
  const tokens = renderer
    .parse(markdown, {})
    .flatMap((token) => [token, ...(token.children ?? [])]);
  const texts = tokens.filter((token) => token.type === "text" || token.type === "text_special");
  return {
    types: tokens.map((token) => token.type).filter((type) => !type.startsWith("text")),
    text: texts.map((token) => token.content).join(""),
  };
}

const oneBlank = (text: string): string => text.replace(/ +/g, " ").trim();

describe("escapeMarkdown", () => {
  const sample = fc.oneof(
    fc.constantFrom(...hostileTexts),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."\\`*_[]()#!|~<>&$-+=.:1@^{}\" 'ab\n\t") }),
  );

  for (const [place, put] of Object.entries(places)) {
    it(`renders as the text itself, and as nothing else: ${place}`, () => {
      const plain = read(put("plain"));
      fc.assert(
        fc.property(sample, (text) => {
          const cleaned = stripControl(text);
          fc.pre(cleaned !== "");
          const result = read(put(escapeMarkdown(text)));
          expect(result.types).toEqual(plain.types);
          expect(oneBlank(result.text)).toBe(oneBlank(plain.text.replace("plain", () => cleaned)));
        }),
        { numRuns: 300, seed: 42 },
      );
    });
  }

  it("escapes what GitHub turns into links and formulas by itself", () => {
    expect(escapeMarkdown("https://a.b www.a.b $x$")).toBe(
      String.raw`https\://a.b www\.a.b &#36;x&#36;`,
    );
  });

  it("leaves ordinary titles readable", () => {
    const title = "Cast Iron Skillet 26 cm (10.2\"), Pre-Seasoned - Orlund's";
    expect(escapeMarkdown(title)).toBe(title);
  });
});
