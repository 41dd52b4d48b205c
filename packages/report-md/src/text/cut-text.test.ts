import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { cutText } from "./cut-text.ts";
import { stripControl } from "./strip-control.ts";

describe("cutText", () => {
  it("counts the columns that terminals use", () => {
    expect(cutText("日本の包丁", 10)).toBe("日本の包丁");
    expect(cutText("日本の包丁", 9)).toBe("日本の包…");
    expect(cutText("日本の包丁", 8)).toBe("日本の…");
  });

  it("never cuts inside an emoji or between a letter and its accents", () => {
    expect(cutText("ab👩‍👩‍👧‍👦cd", 4)).toBe("ab…");
    expect(cutText("ab👩‍👩‍👧‍👦cd", 5)).toBe("ab👩‍👩‍👧‍👦…");
    expect(cutText("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301…");
  });

  it("is never wider than it may be", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 1, max: 30 }),
        (text, width) => {
          expect(stringWidth(cutText(stripControl(text), width))).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 400, seed: 42 },
    );
  });

  it("refuses a width below 1", () => {
    expect(() => cutText("a", 0)).toThrow(RangeError);
    expect(() => cutText("a", 1.5)).toThrow("1 column or more");
  });
});
