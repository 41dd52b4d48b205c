import stringWidth from "string-width";
import { expect, it } from "vitest";
import { fullReport, judgedComparison } from "../../test/fixtures/report-data.ts";
import { formatComparisonTable } from "../console/format-comparison-table.ts";
import { formatSideBySide } from "../console/format-side-by-side.ts";
import { toAscii } from "./to-ascii.ts";

it("draws the tables in ASCII, equally wide", () => {
  const example = fullReport.examples![0]!;
  for (const table of [
    formatComparisonTable({ comparison: judgedComparison }),
    formatSideBySide(example),
  ]) {
    const plain = toAscii(table);
    expect(plain).toMatch(/^[\n -~]*$/u);
    expect(plain.split("\n").map((line) => stringWidth(line))).toEqual(
      table.split("\n").map((line) => stringWidth(line)),
    );
  }
});

it("leaves letters as they are", () => {
  expect(toAscii("│ 日本の包丁 👩‍🍳 é │")).toBe("| 日本の包丁 👩‍🍳 é |");
});
