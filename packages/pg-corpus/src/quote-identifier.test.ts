import { describe, expect, it } from "vitest";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { quoteIdentifier } from "./quote-identifier.ts";

describe("quoteIdentifier", () => {
  it("doubles quotes and keeps everything else", () => {
    expect(quoteIdentifier('shop "A".items; --')).toBe('"shop ""A"".items; --"');
    expect(quoteIdentifier("é".repeat(31))).toBe(`"${"é".repeat(31)}"`);
  });

  it.each([
    ["empty", ""],
    ["with NUL", "a\0b"],
    ["with half a character", "a\ud800"],
    ["of 64 bytes", "é".repeat(32)],
  ])("refuses a name %s", (_, name) => {
    expect(() => quoteIdentifier(name)).toThrow(PgCorpusError);
    expect(() => quoteIdentifier(name)).toThrow(/Expected the name/u);
  });
});
