import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/fixtures/hostile.ts";
import { judgedComparison } from "../../test/fixtures/report-data.ts";
import { formatBoxTable } from "./format-box-table.ts";
import { formatComparisonTable } from "./format-comparison-table.ts";
import { formatSideBySide } from "./format-side-by-side.ts";

/** Titles of all scripts, with joiners, marks, selectors and control characters in odd places. */
const title = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({
    maxLength: 30,
    unit: fc.constantFrom(
      ..."a9#日ｱﾞ가ᄀ\u1160क\u094d\u200d\ufe0f\ufe0e👩🏽🇩🇪⌚\u0301\u20e3\u0600\u070f\u0e33\u{16d63}\u115f\t\u001b",
    ),
  }),
);
const product = fc.record({ title, score: fc.double({ noNaN: false }), grade: fc.nat(3) });

/** Widths of the lines that belong to the box. */
function boxWidths(text: string): number[] {
  const lines = text.split("\n").filter((line) => /^[╔║╠╚┌│├└|+]/u.test(line));
  return [...new Set(lines.map((line) => stringWidth(line)))];
}

describe("boxes", () => {
  it("have lines of one width whatever their cells hold: tables", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(title, { maxLength: 4 }), { maxLength: 5 }),
        fc.integer({ min: 20, max: 120 }),
        fc.constantFrom("single", "double", "ascii"),
        (rows, maxWidth, frame) => {
          const columns = [
            { header: "#", align: "right" as const, flexible: true },
            { header: "Title", flexible: true },
            { header: "Score", align: "center" as const, flexible: true },
          ];
          const widths = boxWidths(formatBoxTable(rows, { columns, maxWidth, frame }));
          expect(widths).toHaveLength(1);
          expect(widths[0]).toBeLessThanOrEqual(Math.max(maxWidth, 3 * 11 + 4));
        },
      ),
      { numRuns: 200, seed: 42 },
    );
  });

  it("have lines of one width whatever their cells hold: side by side", () => {
    fc.assert(
      fc.property(
        fc.array(product, { maxLength: 5 }),
        fc.array(product, { maxLength: 5 }),
        fc.integer({ min: 10, max: 140 }),
        (baseline, candidate, width) => {
          const box = formatSideBySide({ query: "q", baseline, candidate, width });
          const widths = boxWidths(box);
          expect(widths).toHaveLength(1);
          expect(widths[0]).toBeLessThanOrEqual(Math.max(40, width));
        },
      ),
      { numRuns: 200, seed: 42 },
    );
  });

  it("have lines of one width whatever their cells hold: comparison", () => {
    fc.assert(
      fc.property(title, title, fc.integer({ min: 10, max: 200 }), (label, value, width) => {
        const metrics = {
          ...judgedComparison.metrics,
          [label]: judgedComparison.metrics["ndcg@5"]!,
        };
        const box = formatComparisonTable({
          comparison: { ...judgedComparison, metrics },
          header: [[label, value]],
          title: value,
          metrics: ["ndcg@10", label],
          width,
        });
        expect(boxWidths(box)).toHaveLength(1);
      }),
      { numRuns: 200, seed: 42 },
    );
  });
});
