import { expect, it } from "vitest";
import { fullReport } from "../../test/fixtures/report-data.ts";
import { formatComparisonTable } from "../console/format-comparison-table.ts";
import type { ReportData } from "../data/report-data.ts";
import { renderHtmlReport } from "../html/render-html-report.ts";
import { renderReport } from "../markdown/render-report.ts";
import { findLimitations } from "./find-limitations.ts";
import { queryWords } from "./query-words.ts";

const { judged, newProducts } = fullReport.tests ?? {};
const comparison = { ...newProducts!.comparison!, queryCount: 1361, clusterCount: 91 };
const clustered = { ...newProducts!, queries: 1361, comparison };
const onlySynthetic: ReportData = { ...fullReport, tests: { newProducts: clustered } };

it("tells the products that queries are about only where those are resampled", () => {
  expect(queryWords(comparison)).toBe("1,361 queries about 91 products");
  expect(queryWords({ queryCount: 64 })).toBe("64 queries");
});

it("says in the report that products were resampled, as the headline and beside it", () => {
  for (const tests of [{ newProducts: clustered }, { judged, newProducts: clustered }]) {
    const report = renderReport({ ...fullReport, tests });
    expect(report).toContain(
      "**New products (synthetic queries):** 1,361 queries about 91 products",
    );
    expect(report).toContain("resample products, since queries about one product depend");
    expect(report).toMatch(
      /1,361 queries about 91 products.*; intervals and p-values resample products/,
    );
    expect(renderHtmlReport({ ...fullReport, tests })).toContain("p-values resample products");
  }
  expect(renderReport(fullReport)).not.toContain("resample products");
});

it("says below the box that products were resampled", () => {
  const lines = formatComparisonTable({ comparison }).split("\n");
  expect(lines).toContain(
    "n = 1,361 queries about 91 products; 95% bootstrap interval of the difference;",
  );
  expect(lines).toContain("Intervals and p resample products, not queries.");
  expect(formatComparisonTable({ comparison: judged!.comparison! })).not.toContain("resample");
});

it("takes the products for the degrees of freedom of what can be detected", () => {
  const few = { ...clustered, comparison: { ...comparison, clusterCount: 4 } };
  const missed = (data: ReportData) => {
    const text = findLimitations(data).find(({ code }) => code === "FEW_QUERIES")?.text ?? "";
    return Number(/below about ([\d.]+)/.exec(text)?.[1]);
  };
  const fewProducts = { ...fullReport, tests: { newProducts: few } };
  expect(missed(fewProducts)).toBeGreaterThan(1.3 * missed(onlySynthetic));
  expect(
    findLimitations(fewProducts)
      .map(({ text }) => text)
      .join(),
  ).toContain("about 4 products,");
});
