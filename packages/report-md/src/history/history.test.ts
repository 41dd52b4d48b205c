import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/fixtures/hostile.ts";
import { fullReport } from "../../test/fixtures/report-data.ts";
import { drawHistory } from "./draw-history.ts";
import { formatHistoryTable } from "./format-history-table.ts";
import { historyEntry } from "./history-entry.ts";
import { renderHistoryPage } from "./render-history-page.ts";

const first = {
  ...historyEntry({ ...fullReport, generatedAt: "2026-11-20T08:00:00Z" }),
  experiment: "plain",
};
const second = { ...historyEntry(fullReport), reportFolder: "demo (2)" };
const unfinished = historyEntry({ experiment: "new" });

describe("historyEntry", () => {
  it("is an experiment in a line", () => {
    expect(second).toMatchObject({
      experiment: "demo-2026-11",
      model: "sentence-transformers/all-MiniLM-L6-v2",
      data: "PGlite (PostgreSQL 18) + pgvector 0.8.7, embedded, 640 products, 1,541 pairs",
      recipe:
        "MultipleNegativesRankingLoss (in-batch negatives), 3 epochs, batch 32, rate 2e-5, 4,467 hard negatives",
      metric: "ndcg@10",
      results: [
        { test: "judged", queries: 64 },
        { test: "newProducts", queries: 512 },
        { test: "knownProducts", queries: 200 },
      ],
      advice: "trial",
    });
    expect(unfinished).toMatchObject({ results: [], advice: "unknown", recipe: undefined });
  });
});

describe("formatHistoryTable", () => {
  it("has a line a test and says what was not compared", () => {
    const lines = formatHistoryTable([first, unfinished]).split("\n");
    expect(lines).toHaveLength(8);
    expect(lines[3]).toMatch(
      /2026-11-20 .* plain .* judged .* 64 .* 0\.8021 .* \+0\.0247 .* trial/u,
    );
    expect(lines[6]).toContain("not compared");
  });
});

describe("drawHistory", () => {
  it("draws two experiments or more that were compared", async () => {
    expect(await drawHistory([first, unfinished])).toBeUndefined();
    const figure = await drawHistory([first, second, unfinished]);
    expect(figure?.svg).toContain(">1. plain<");
    expect(figure?.svg.match(/stroke-dasharray/gu)?.length).toBeGreaterThanOrEqual(2);
  });
});

describe("renderHistoryPage", () => {
  it("links to the report of each experiment that has one, and to nothing else", () => {
    const page = renderHistoryPage([first, second, unfinished]);
    expect(page.match(/<a [^>]*>/gu)).toEqual(
      Array(3).fill('<a href="./demo%20%282%29/report.html">'),
    );
    expect(page).toContain("not compared");
  });

  it("has no element or address of its own accord in hostile names", async () => {
    for (const text of hostileTexts) {
      const hostile = {
        ...second,
        experiment: text,
        model: text,
        data: text,
        recipe: text,
        reportFolder: text,
      };
      const page = renderHistoryPage([first, hostile]);
      expect(page).not.toMatch(/<(?:script|img|iframe|object|form|base)\b|<[^>]*\son\w+=/iu);
      for (const [, address] of page.matchAll(/href="([^"]*)"/gu))
        expect(address).toMatch(/^\.\/[\w%.~!'*-]*\/report\.html$/u);
    }
    const figure = await drawHistory(
      hostileTexts.slice(0, 40).map((experiment) => ({ ...second, experiment })),
    );
    expect(figure?.svg).not.toMatch(/<(?:script|style|a|image)\b|<[^>]*\son\w+=/iu);
  });
});
