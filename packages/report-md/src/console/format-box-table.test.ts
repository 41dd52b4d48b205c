import { describe, expect, it } from "vitest";
import { formatBoxTable } from "./format-box-table.ts";
import type { BoxColumn } from "./format-box-table.ts";

const columns: readonly BoxColumn[] = [
  { header: "#", align: "right", minWidth: 2 },
  { header: "Product Title", minWidth: 43, flexible: true },
  { header: "Similarity", align: "center" },
];

describe("formatBoxTable", () => {
  it("draws S0's table of live results", () => {
    const rows = [
      ["1", "Premium Kitchen Knife Set", "0.589"],
      ["2", "Silicone Cooking Utensils Set", "0.571"],
      ["10", "Bamboo Cutting Board", "0.498"],
    ];
    expect(formatBoxTable(rows, { columns })).toBe(
      [
        "┌────┬──────────────────────────────────────────────┬────────────┐",
        "│  # │  Product Title                               │ Similarity │",
        "├────┼──────────────────────────────────────────────┼────────────┤",
        "│  1 │  Premium Kitchen Knife Set                   │    0.589   │",
        "│  2 │  Silicone Cooking Utensils Set               │    0.571   │",
        "│ 10 │  Bamboo Cutting Board                        │    0.498   │",
        "└────┴──────────────────────────────────────────────┴────────────┘",
      ].join("\n"),
    );
  });

  it("cuts flexible columns to fit, and no others", () => {
    const rows = [["1", "Premium Kitchen Knife Set for professional cooks", "0.589"]];
    expect(formatBoxTable(rows, { columns, maxWidth: 40 }).split("\n")[3]).toBe(
      "│  1 │  Premium Kitchen…  │    0.589   │",
    );
  });

  it("shows the header alone without rows, and blanks for missing cells", () => {
    expect(formatBoxTable([], { columns: [{ header: "a" }] })).toBe("┌────┐\n│  a │\n└────┘");
    expect(formatBoxTable([[]], { columns: [{ header: "a" }] }).split("\n")[3]).toBe("│    │");
  });

  it("refuses a table without columns", () => {
    expect(() => formatBoxTable([], { columns: [] })).toThrow(RangeError);
  });
});
