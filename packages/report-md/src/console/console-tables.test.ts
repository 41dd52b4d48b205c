import { describe, expect, it } from "vitest";
import { fullReport, judgedComparison } from "../../test/fixtures/report-data.ts";
import { comparisonHeader } from "../verdict/comparison-header.ts";
import { formatComparisonTable } from "./format-comparison-table.ts";
import { formatEvaluationTable } from "./format-evaluation-table.ts";
import { formatSideBySide } from "./format-side-by-side.ts";

const golden = (name: string): string => `../../test/golden/${name}`;

describe("formatEvaluationTable", () => {
  const means = {
    "ndcg@5": 0.2576,
    "ndcg@10": 0.268,
    "mrr@1": 0.2188,
    "mrr@5": 0.244,
    "mrr@10": 0.2492,
    "accuracy@1": 0.2188,
    "accuracy@3": 0.2712,
    "accuracy@5": 0.2963,
    "accuracy@10": 0.3287,
    "recall@5": 0.2963,
    "recall@10": 0.3287,
  };
  const title = "BASELINE EVALUATION — all-MiniLM-L6-v2 (before fine-tuning)";

  it("draws S0's grouped table", async () => {
    const table = formatEvaluationTable({ title, corpusSize: 1013, queryCount: 800, means });
    await expect(table).toMatchFileSnapshot(golden("evaluation-table.txt"));
  });

  it("adds groups for what S0 does not measure and leaves out empty ones", () => {
    const table = formatEvaluationTable({
      title: "a\u001b[31mb",
      corpusSize: 1,
      queryCount: 1,
      means: { "precision@5": 0.2, map: 0.3, "mine\n": 0.4 },
      primary: "map",
      ascii: true,
    });
    expect(table).toContain("ab\n");
    expect(table).toContain("RANKING QUALITY:\n  MAP:          0.3000    <- PRIMARY METRIC");
    expect(table).toContain("PRECISION:\n  Precision@5:  0.2000");
    expect(table).toContain("OTHER:\n  mine:         0.4000");
    expect(table).not.toContain("COVERAGE");
  });
});

describe("formatComparisonTable", () => {
  const options = { comparison: judgedComparison, header: comparisonHeader(fullReport, "judged") };

  it("draws S0's box, the evidence below it on a narrow terminal", async () => {
    await expect(formatComparisonTable(options)).toMatchFileSnapshot(
      golden("comparison-narrow.txt"),
    );
  });

  it("draws all in one table on a wide terminal", async () => {
    const table = formatComparisonTable({ ...options, width: 120 });
    await expect(table).toMatchFileSnapshot(golden("comparison-wide.txt"));
  });

  it("needs no character but those of ASCII where asked", () => {
    const table = formatComparisonTable({ ...options, ascii: true });
    expect(table).toMatch(/^[\x00-\x7f]*$/);
  });

  it("says what the primary metric shows, and when it was not measured", () => {
    expect(formatComparisonTable(options)).toMatch(/NDCG@10: better\.$/);
    const mrr = formatComparisonTable({ ...options, primary: "mrr@10" });
    expect(mrr).toMatch(/MRR@10: no difference shown\.$/);
    expect(formatComparisonTable({ ...options, primary: "map" })).toMatch(
      /MAP was not measured\.$/,
    );
  });

  it("shows n/a for the change of a baseline of 0", () => {
    const metric = judgedComparison.metrics["ndcg@10"]!;
    const metrics = { "ndcg@10": { ...metric, baseline: 0, changePercent: null } };
    const table = formatComparisonTable({ comparison: { ...judgedComparison, metrics } });
    expect(table).toContain("n/a");
  });
});

describe("formatSideBySide", () => {
  it("draws S0's box with what changed in the ranks", async () => {
    const boxes = (fullReport.examples ?? []).map(formatSideBySide);
    await expect(boxes.join("\n\n")).toMatchFileSnapshot(golden("side-by-side.txt"));
  });

  it("tells products apart by id, and by title where there is none", () => {
    const a = { title: "Pan", score: 0.5 };
    const line = (text: string): string => text.split("\n").at(-1) ?? "";
    expect(line(formatSideBySide({ query: "q", baseline: [a], candidate: [a] }))).toBe(
      "1 of 1 products in both lists; same first product.",
    );
    const one = { ...a, docId: "1" };
    const two = { ...a, docId: "2" };
    expect(line(formatSideBySide({ query: "q", baseline: [one], candidate: [two] }))).toBe(
      "0 of 1 products in both lists; another first product.",
    );
    const found = { baseline: null, candidate: 3 };
    expect(
      line(formatSideBySide({ query: "q", baseline: [], candidate: [], relevantRank: found })),
    ).toBe("no results on either side; first relevant product: not found before, rank 3 after.");
  });

  it("never compares the scores of two models", () => {
    const text = (fullReport.examples ?? []).map(formatSideBySide).join("\n");
    expect(text).not.toMatch(/similarity|average|avg/i);
  });
});
