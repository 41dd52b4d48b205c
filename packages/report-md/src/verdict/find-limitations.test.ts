import { describe, expect, it } from "vitest";
import { fullReport } from "../../test/fixtures/report-data.ts";
import type { ReportData } from "../data/report-data.ts";
import { findLimitations } from "./find-limitations.ts";

const codes = (data: ReportData): string[] => findLimitations(data).map(({ code }) => code);
const textOf = (data: ReportData, code: string): string | undefined =>
  findLimitations(data).find((limitation) => limitation.code === code)?.text;

describe("findLimitations", () => {
  it("states only what the values show", () => {
    expect(codes({ experiment: "e" })).toEqual([]);
    expect(codes(fullReport)).toEqual([
      "JUDGED_BY_MAKER",
      "FEW_QUERIES",
      "UNJUDGED_RESULTS",
      "SMALL_SLICES",
      "ONE_RELEVANT_PRODUCT",
      "SYNTHETIC_TRAINING",
      "RECORDED_QUERIES",
      "TRUNCATED_TEXTS",
      "ONE_TRAINING",
      "QUANTIZED_MODEL",
    ]);
  });

  it("names a headline without judged queries first", () => {
    const { newProducts } = fullReport.tests ?? {};
    const data: ReportData = { experiment: "e", tests: { newProducts } };
    expect(codes(data)).toEqual([
      "NO_JUDGED_TEST",
      "FEW_QUERIES",
      "ONE_RELEVANT_PRODUCT",
      "NO_LEAK_CHECK",
    ]);
  });

  it("takes the smallest detectable difference from the interval, or as it is given", () => {
    // half width 0.0182 is 1.96 standard errors: 0.0093; times t(.975, 63) + t(.8, 63) = 2.846
    expect(textOf(fullReport, "FEW_QUERIES")).toContain("64 queries");
    expect(textOf(fullReport, "FEW_QUERIES")).toContain("below about 0.0264");
    const judged = { ...fullReport.tests!.judged!, smallestDetectableDifference: 0.05 };
    expect(textOf({ ...fullReport, tests: { judged } }, "FEW_QUERIES")).toContain("0.0500");
  });

  it("counts slices, texts and skipped products", () => {
    expect(textOf(fullReport, "SMALL_SLICES")).toContain("1 of 3");
    expect(textOf(fullReport, "TRUNCATED_TEXTS")).toContain("7 of 640 texts (1.1%)");
    const skippedBecause = { "no-query-left": 1 };
    const generation = { provider: "p", pairs: 5, skippedProducts: 1, skippedBecause };
    expect(textOf({ experiment: "e", generation }, "SKIPPED_PRODUCTS")).toMatch(/^1 product got/);
  });

  it("misses a lexical system where the systems are known and none is one", () => {
    const judged = { ...fullReport.tests!.judged!, systems: [{ name: "base", means: {} }] };
    expect(codes({ ...fullReport, tests: { judged } })).toContain("NO_LEXICAL_BASELINE");
  });
});
