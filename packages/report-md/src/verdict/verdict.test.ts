import type { RunComparison } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import { fullReport, judgedComparison, metric } from "../../test/fixtures/report-data.ts";
import type { ReportData } from "../data/report-data.ts";
import type { TestFacts } from "../data/test-facts.ts";
import { renderReport } from "../markdown/render-report.ts";
import { comparisonHeader } from "./comparison-header.ts";
import { conclusion } from "./conclusion.ts";
import { findLimitations } from "./find-limitations.ts";
import { headlineTest } from "./headline-test.ts";
import { judgeDifference } from "./judge-difference.ts";
import { switchAdvice } from "./switch-advice.ts";

const better = metric([0.5, 0.6], 0.05, [0.0001, 30, 10, 10]);
const worse = metric([0.6, 0.5], 0.05, [0.0001, 10, 10, 30]);
const undecided = metric([0.5, 0.52], 0.05, [0.4, 20, 15, 15]);

function testWith(primary: typeof better): TestFacts {
  const comparison: RunComparison = {
    baseline: "base",
    candidate: "tuned",
    queryCount: 50,
    metrics: { "ndcg@10": primary },
  };
  return { description: "Fifty queries.", queries: 50, corpus: 1000, comparison };
}

const report = (tests: ReportData["tests"]): ReportData => ({ experiment: "e", tests });

describe("judgeDifference", () => {
  it("says better or worse only where the interval leaves out 0 and the test rejects", () => {
    expect(judgeDifference({ interval: [0.01, 0.05], p: 0.01 })).toBe("better");
    expect(judgeDifference({ interval: [-0.05, -0.01], p: 0.01 })).toBe("worse");
    expect(judgeDifference({ interval: [-0.01, 0.05], p: 0.01 })).toBe("undecided");
    expect(judgeDifference({ interval: [0, 0.05], p: 0.01 })).toBe("undecided");
    expect(judgeDifference({ interval: [0.01, 0.05], p: 0.06 })).toBe("undecided");
    expect(judgeDifference({ interval: [0.01, 0.05], p: Number.NaN })).toBe("undecided");
  });

  it("follows the confidence of the intervals", () => {
    expect(judgeDifference({ interval: [0.01, 0.05], p: 0.06 }, 0.9)).toBe("better");
    expect(judgeDifference({ interval: [0.01, 0.05], p: 0.02 }, 0.99)).toBe("undecided");
  });
});

describe("headlineTest", () => {
  it("is the judged test where it was compared", () => {
    const data = report({ judged: testWith(better), newProducts: testWith(worse) });
    expect(headlineTest(data)).toMatchObject({ name: "judged", synthetic: false });
  });

  it("is the test of new products otherwise, named as synthetic", () => {
    const judged = { description: "", queries: 5, corpus: 10 };
    const data = report({ judged, newProducts: testWith(better) });
    expect(headlineTest(data)).toMatchObject({ name: "newProducts", synthetic: true });
  });

  it("is never the test of known products", () => {
    expect(headlineTest(report({ knownProducts: testWith(better) }))).toBeUndefined();
    expect(headlineTest({ ...fullReport, primaryMetric: "map" })).toBeUndefined();
  });
});

describe("conclusion", () => {
  it("says that it improved, with the evidence and the kind of queries", () => {
    expect(conclusion(fullReport)).toBe(
      "CONCLUSION: Fine-tuning improved NDCG@10 from 0.7774 to 0.8021 (+3.2%; difference +0.0247, 95% interval [+0.0065, +0.0429], p = 0.008) on 64 judged queries, using 1,541 synthetic training pairs.",
    );
  });

  it("says plainly that it got worse", () => {
    expect(conclusion(report({ judged: testWith(worse) }))).toBe(
      "CONCLUSION: Fine-tuning made search worse: NDCG@10 fell from 0.6000 to 0.5000 (-16.7%; difference -0.1000, 95% interval [-0.1500, -0.0500], p < 0.001) on 50 judged queries.",
    );
  });

  it("says that no difference was shown, however large it looks", () => {
    expect(conclusion(report({ newProducts: testWith(undecided) }))).toBe(
      "CONCLUSION: No difference shown: NDCG@10 went from 0.5000 to 0.5200 (+4.0%; difference +0.0200, 95% interval [-0.0300, +0.0700], p = 0.400) on 50 synthetic queries about products not seen in training.",
    );
  });

  it("says why nothing follows from known products alone", () => {
    const data = report({ knownProducts: testWith(better) });
    expect(conclusion(data)).toBe(
      "CONCLUSION: None. Only queries about products seen in training were compared, and these never decide. Keep products out of training for the test, or judge some queries.",
    );
    expect(switchAdvice(data)).toMatchObject({ advice: "unknown" });
    expect(switchAdvice(data).reasons[0]).toContain("never decide");
  });

  it("says which steps are missing", () => {
    expect(conclusion({ experiment: "e" })).toBe(
      'CONCLUSION: Nothing compared yet. (Run "evaluate" and "compare" to fill this in)',
    );
  });
});

describe("switchAdvice", () => {
  it("is to switch for a gain on judged queries without a concern", () => {
    expect(switchAdvice(report({ judged: testWith(better) })).advice).toBe("switch");
  });

  it("says what general texts lost, which does not speak against this search", () => {
    const facts = { dataset: "general", documents: 60, queries: 60, metric: "ndcg@10" };
    const values = { baseline: 0.92, finetuned: 0.9, difference: -0.02, warning: true };
    const forgetting = { ...facts, ...values };
    const { advice, reasons } = switchAdvice({
      ...report({ judged: testWith(better) }),
      forgetting,
    });
    expect(advice).toBe("switch");
    expect(reasons).toContain("Use it for this search only: it got worse at general texts.");
  });

  it("is to keep the base for a loss, for no difference, and for a split that leaks", () => {
    expect(switchAdvice(report({ judged: testWith(worse) })).advice).toBe("keep");
    expect(switchAdvice(report({ judged: testWith(undecided) })).advice).toBe("keep");
    const pairs = { train: 1, dev: 1, test: 1 };
    const split = { pairs, leakCheck: { checked: [], leaks: 1 } };
    expect(switchAdvice({ ...report({ judged: testWith(better) }), split }).advice).toBe("keep");
  });

  it("is a trial for a gain on synthetic queries only", () => {
    const { advice, reasons } = switchAdvice(report({ newProducts: testWith(better) }));
    expect(advice).toBe("trial");
    expect(reasons[0]).toContain("synthetic");
  });

  it("draws nothing from queries put together by rule, but from judged ones as ever", () => {
    const generation = { provider: "rules", pairs: 9, ruleMade: true };
    const firstLook = { ...report({ newProducts: testWith(better) }), generation };
    expect(switchAdvice(firstLook).advice).toBe("unknown");
    expect(conclusion(firstLook)).toContain("CONCLUSION: None, this is a first look");
    const codes = findLimitations(firstLook).map(({ code }) => code);
    expect(codes).toContain("RULE_MADE_QUERIES");
    expect(codes).not.toContain("SYNTHETIC_TRAINING");
    expect(renderReport(firstLook)).toMatch(/## Executive Summary\s+\*\*No advice yet\.\*\*/u);
    const judged = { ...report({ judged: testWith(better) }), generation };
    expect(switchAdvice(judged).advice).toBe("switch");
    expect(conclusion(judged)).not.toContain("first look");
  });

  it("says at the top that words alone do better than both models", () => {
    const withWords = (mean: number) => {
      const systems = [{ name: "BM25", means: { "ndcg@10": mean } }];
      return renderReport(report({ judged: { ...testWith(better), systems } }));
    };
    expect(withWords(0.7)).toContain("Word search alone (BM25) has **0.7000** here");
    expect(withWords(0.55)).not.toContain("Word search alone");
  });

  it("is a trial for a loss in another test, a slice, on dev or in the export", () => {
    const judged = testWith(better);
    const data = report({ judged, newProducts: testWith(worse) });
    expect(switchAdvice(data).reasons[0]).toContain("New products");
    expect(switchAdvice(fullReport)).toEqual({
      advice: "trial",
      reasons: ["Judged queries: worse in style brand."],
    });
    const parity = [{ precision: "int8", texts: 9, minimumCosine: 0.9, meanCosine: 0.95 }];
    expect(switchAdvice({ ...report({ judged }), parity }).advice).toBe("trial");
    const training = { loss: "l", epochs: 1, batchSize: 2, learningRate: 1, beatsBase: false };
    expect(switchAdvice({ ...report({ judged }), training }).advice).toBe("trial");
  });

  it("is unknown before anything was compared", () => {
    expect(switchAdvice({ experiment: "e" }).advice).toBe("unknown");
  });
});

describe("comparisonHeader", () => {
  it("gives S0's lines from data and leaves out those without", () => {
    expect(comparisonHeader(fullReport, "newProducts")).toEqual([
      ["Base Model", "sentence-transformers/all-MiniLM-L6-v2"],
      ["Fine-Tuned on", "1,541 synthetic (query, product) pairs"],
      ["Loss Function", "MultipleNegativesRankingLoss (in-batch negatives)"],
      ["Training", "3 epochs, batch=32, lr=2e-5"],
      ["Corpus", "640 products"],
      ["Test Queries", "512 synthetic queries about products not seen in training"],
    ]);
    expect(comparisonHeader({ experiment: "e" }, "judged")).toEqual([]);
    expect(judgedComparison.queryCount).toBe(64);
  });
});
