import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hostileReport, hostileTexts } from "../../test/fixtures/hostile.ts";
import { fullReport } from "../../test/fixtures/report-data.ts";
import { renderHtmlReport } from "./render-html-report.ts";

const tagsOf = (html: string): string[] => [...new Set(html.match(/<\/?[a-z][^>]*>/gi))].sort();

describe("renderHtmlReport", () => {
  const page = renderHtmlReport(fullReport);

  it("is the whole report as one page", async () => {
    await expect(page).toMatchFileSnapshot("../../test/golden/full-report.html");
  });

  it("has no script, link, image, inline style or handler", () => {
    expect(page).not.toMatch(/<(script|a|img|iframe|link|svg|object|form)\b|\sstyle=|\son\w+=/i);
  });

  it("allows its own style sheet and nothing else", () => {
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import|</);
  });

  it("aligns figures by class and turns task lists into boxes", () => {
    expect(page).toContain('<td class="right">0.8021</td>');
    expect(page).toContain('<ul class="tasks">\n<li>☐ The figures support the switch');
    expect(page).toContain("<li>☑ No schema changes needed");
  });

  it("has the same tags whatever the texts are", () => {
    const plain = tagsOf(renderHtmlReport(hostileReport("plain (words)!")));
    for (const text of hostileTexts) {
      const tags = tagsOf(renderHtmlReport(hostileReport(text)));
      expect(
        tags.filter((tag) => !plain.includes(tag) && tag !== "<code>" && tag !== "</code>"),
        text,
      ).toEqual([]);
    }
  });

  it("renders a report with almost nothing", () => {
    const empty = renderHtmlReport({ experiment: "<empty>" });
    expect(empty).toContain("<title>&lt;empty&gt;: evaluation report</title>");
    expect(empty).toContain("fill this in");
  });
});
