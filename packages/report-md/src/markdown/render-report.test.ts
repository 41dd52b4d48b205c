import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { hostileReport, hostileTexts } from "../../test/fixtures/hostile.ts";
import { fullReport, metric } from "../../test/fixtures/report-data.ts";
import type { ReportData } from "../data/report-data.ts";
import { renderReport } from "./render-report.ts";

const golden = (name: string): string => `../../test/golden/${name}`;

/** Kinds of everything that a renderer with raw HTML finds, without its text. */
function shape(markdown: string): string[] {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  return tokens.flatMap((token) => [token, ...(token.children ?? [])].map(({ type }) => type));
}

const blockKinds =
  /^(heading|table|t[rdh]_|bullet_list|ordered_list|list_item|fence|blockquote|code_block|strong)/;
const blocks = (kinds: readonly string[]): string =>
  kinds.filter((kind) => blockKinds.test(kind)).join(" ");
const plainBlocks = blocks(shape(renderReport(hostileReport("plain words"))));

function withJudged(values: ReturnType<typeof metric>): ReportData {
  const judged = fullReport.tests!.judged!;
  const comparison = { ...judged.comparison!, metrics: { "ndcg@10": values } };
  return { ...fullReport, tests: { judged: { ...judged, comparison, slices: [] } } };
}

describe("renderReport", () => {
  it("fills S0's sections from data", async () => {
    await expect(renderReport(fullReport)).toMatchFileSnapshot(golden("full-report.md"));
  });

  it("says which step fills what is missing", async () => {
    const empty = renderReport({ experiment: "empty" });
    await expect(empty).toMatchFileSnapshot(golden("empty-report.md"));
  });

  it("keeps S0's order of sections", () => {
    const headings = renderReport(fullReport).match(/^## .*$/gm);
    expect(headings).toEqual([
      "## Executive Summary",
      "## System Context",
      "## Methodology",
      "## Results",
      "## Search Quality Examples",
      "## Deployment",
      "## Limitations and Future Work",
      "## Reproducibility",
    ]);
  });

  it("warns when the model forgot general texts, and says nothing where it was not measured", () => {
    const forgetting = { ...fullReport.forgetting!, difference: -0.08, warning: true };
    expect(renderReport({ ...fullReport, forgetting })).toContain("got noticeably worse at texts");
    expect(renderReport({ ...fullReport, forgetting: undefined })).not.toContain("General Texts");
  });

  it("says worse as plainly as better", () => {
    const text = renderReport(withJudged(metric([0.8, 0.7], 0.05, [0.0004, 5, 20, 39])));
    expect(text).toContain("got **worse**: it fell from **0.8000** to **0.7000** (**-12.5%**");
    expect(text).toContain("**Keep the base model.** The tuned model ranks worse.");
    expect(text).toContain(
      "| -0.1000 | -12.5% | [-0.1500, -0.0500] | < 0.001 | 5 / 20 / 39 | **worse** |",
    );
    expect(text).toContain("- [ ] The figures support the switch");
  });

  it("shows no difference where the interval includes 0", () => {
    const text = renderReport(withJudged(metric([0.7, 0.75], 0.06, [0.11, 20, 30, 14])));
    expect(text).toContain("**no difference was shown** in the primary metric NDCG@10");
    expect(text).not.toMatch(/NDCG@10\*\* improved from 0\.7000/);
  });

  it("takes the headline from new products without judged queries, and says so", () => {
    const { newProducts, knownProducts } = fullReport.tests!;
    const text = renderReport({ ...fullReport, tests: { newProducts, knownProducts } });
    expect(text).toContain("On 512 synthetic queries about products not seen in training");
    expect(text).toContain("these queries are synthetic, which is weaker proof");
  });

  it("never compares similarity scores of two models", () => {
    expect(renderReport(fullReport)).not.toMatch(/similarity scores? (increased|improve)/i);
  });

  it("marks a leak", () => {
    const split = { ...fullReport.split!, leakCheck: { checked: ["train | test"], leaks: 3 } };
    const text = renderReport({ ...fullReport, split });
    expect(text).toContain("**3 LEAKS: the figures are void** across train \\| test");
    expect(text).toContain("- [ ] No test product or query was seen in training");
  });

  it("is the same for the same data", () => {
    expect(renderReport(structuredClone(fullReport))).toBe(renderReport(fullReport));
  });

  it.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
    "shows hostile text as text: %s",
    (_, text) => {
      const kinds = shape(renderReport(hostileReport(text)));
      for (const type of ["html_block", "html_inline", "link_open", "image", "s_open", "hr"])
        expect(kinds).not.toContain(type);
      expect(blocks(kinds)).toBe(plainBlocks);
    },
  );

  it("carries no control character of any text", () => {
    for (const text of hostileTexts)
      expect(renderReport(hostileReport(text))).not.toMatch(
        /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u,
      );
  });
});
