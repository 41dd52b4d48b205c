import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/fixtures/hostile.ts";
import { stripControl } from "./strip-control.ts";

describe("stripControl", () => {
  it("removes colours, links and titles with their parameters", () => {
    expect(stripControl("\u001b[1;31mred\u001b[0m pan")).toBe("red pan");
    expect(stripControl("\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007")).toBe("link");
    expect(stripControl("\u009b2Jcleared")).toBe("cleared");
    expect(stripControl("\u001bP1;2q#data\u001b\\sixel")).toBe("sixel");
    expect(stripControl("\u001bcreset \u001b(Bcharset")).toBe("reset charset");
  });

  it("keeps the text after a string for the terminal that never ends", () => {
    expect(stripControl("\u001b]0;Cast Iron Pan")).toBe("0;Cast Iron Pan");
  });

  it("removes characters that turn the direction or are invisible", () => {
    expect(stripControl("a\u202eb\u2066c\u200fd\u200be\ufefff\u{e0041}g")).toBe("abcdefg");
  });

  it("keeps joiners, accents and emoji", () => {
    const text = "👩‍👩‍👧‍👦 नमस्‍ते e\u0301 café 1️⃣ 🏳️‍🌈";
    expect(stripControl(text)).toBe(text);
  });

  it("puts line breaks and tabs as one space", () => {
    expect(stripControl("a\r\n\t b\u2028c\u0085d")).toBe("a  b c d");
  });

  it("cuts piles of marks and replaces lone surrogates", () => {
    expect(stripControl(`e${"\u0301".repeat(50)}x`)).toBe(`e${"\u0301".repeat(8)}x`);
    expect(stripControl("\ud800x")).toBe("\ufffdx");
  });

  it("leaves no control character, whatever comes, and changes nothing the second time", () => {
    const sample = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(sample, (text) => {
        const cleaned = stripControl(text);
        if (/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(cleaned)) return false;
        return cleaned.isWellFormed() && stripControl(cleaned) === cleaned;
      }),
      { numRuns: 400, seed: 42 },
    );
  });

  it("takes time in proportion to the length, whatever is repeated", () => {
    const started = performance.now();
    for (const piece of [
      "\u001b]",
      "\u001b[",
      "\u001b[1;",
      "\u009d",
      "\u009b0",
      "\u0301",
      "\t",
      "\u202e",
    ])
      stripControl(piece.repeat(1_000_000 / piece.length));
    // A second at most; in proportion to the square it would take hours.
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});
