import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { hostileReport, hostileTexts } from "../../test/fixtures/hostile.ts";
import { fullReport } from "../../test/fixtures/report-data.ts";
import { escapeXml } from "../text/escape-xml.ts";
import type { GateResult } from "./gate-result.ts";
import { renderComment } from "./render-comment.ts";
import { renderJUnit } from "./render-junit.ts";

const holds: GateResult = {
  name: "ndcg@10",
  expected: "0.8 or more",
  actual: "0.8021",
  passed: true,
};
const fails: GateResult = {
  name: "mrr@10",
  expected: "0.9 or more",
  actual: "0.8405",
  passed: false,
};
const gateOf = (text: string): GateResult => ({
  name: text,
  expected: text,
  actual: text,
  passed: false,
});

/** Characters that XML 1.0 allows nowhere. */
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

describe("escapeXml", () => {
  it("leaves out what XML 1.0 cannot hold", () => {
    const all = String.fromCharCode(...Array.from({ length: 0x1_0000 }, (_, code) => code));
    for (const text of [all, ...hostileTexts]) expect(escapeXml(text)).not.toMatch(forbidden);
    expect(escapeXml("a\u0000\uFFFE<b>&\"'")).toBe("a\uFFFD&lt;b&gt;&amp;&quot;&#39;");
  });
});

describe("renderJUnit", () => {
  it("has a test for each gate, a failure for one that does not hold", () => {
    const lines = renderJUnit({ experiment: "shop", gates: [holds, fails] }).split("\n");
    expect(lines).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="2" failures="1" errors="0" skipped="0">',
      '  <testsuite name="searchfit shop" tests="2" failures="1" errors="0" skipped="0">',
      '    <testcase classname="gates" name="ndcg@10: 0.8 or more"/>',
      '    <testcase classname="gates" name="mrr@10: 0.9 or more"><failure message="expected 0.9 or more, got 0.8405">expected 0.9 or more, got 0.8405</failure></testcase>',
      "  </testsuite>",
      "</testsuites>",
      "",
    ]);
  });

  it("has one skipped test without gates", () => {
    expect(renderJUnit({ experiment: "shop", gates: [] })).toContain(
      '<testcase classname="gates" name="none set"><skipped/></testcase>',
    );
  });

  it("has the same elements whatever the texts are", () => {
    const tags = (text: string): string[] => text.match(/<[/?]?[\w]+/gu) ?? [];
    const plain = tags(renderJUnit({ experiment: "x", gates: [gateOf("x")] }));
    for (const text of hostileTexts) {
      const xml = renderJUnit({ experiment: text, gates: [gateOf(text)] });
      expect(tags(xml), text).toEqual(plain);
      expect(xml).not.toMatch(forbidden);
    }
  });
});

describe("renderComment", () => {
  it("says the verdict first, then the gates that failed, then one table", () => {
    const text = renderComment(fullReport, { gates: [holds, fails] });
    const [title, verdict, gates, failed] = text.split("\n\n");
    expect(title).toBe("### Search model `demo-2026-11`");
    expect(verdict).toMatch(/^CONCLUSION: Fine-tuning improved NDCG@10 from 0\.7774 to 0\.8021/u);
    expect(gates).toBe("**1 of 2 quality gates failed:**");
    expect(failed).toBe("- mrr@10: expected 0.9 or more, got 0.8405");
    expect(text.match(/^\| ---/gmu)).toHaveLength(1);
    expect(renderComment(fullReport, { gates: [holds] })).toContain("All 1 quality gates hold.");
  });

  it("says what is missing where nothing was compared", () => {
    expect(renderComment({ experiment: "new" })).toContain("Nothing compared yet");
  });

  it("stays under 65,536 characters and shows texts of others as text", () => {
    for (const text of hostileTexts) {
      const gates = Array.from({ length: 300 }, () => gateOf(text));
      const comment = renderComment(hostileReport(text), { gates });
      expect(comment.length).toBeLessThanOrEqual(65_536);
      const tokens = new MarkdownIt({ html: true }).parse(comment, {});
      const kinds = tokens
        .flatMap((token) => [token, ...(token.children ?? [])])
        .map(({ type }) => type);
      for (const type of ["html_block", "html_inline", "link_open", "image"])
        expect(kinds, text).not.toContain(type);
    }
  });
});
