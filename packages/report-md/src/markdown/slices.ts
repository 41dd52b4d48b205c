import type { ReportData } from "../data/report-data.ts";
import type { SliceResult, TestFacts } from "../data/test-facts.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatInterval } from "../text/format-interval.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatPValue } from "../text/format-p-value.ts";
import { formatSigned } from "../text/format-signed.ts";
import { confidenceWords } from "../verdict/difference-words.ts";
import { fewestSliceQueries, judgeSlice } from "../verdict/judge-slice.ts";
import { primaryLabel } from "../verdict/primary-metric.ts";
import { testNames, testTitles } from "../verdict/test-titles.ts";
import { markdownTable } from "./markdown-table.ts";
import { figurePlace, type ReportBlock } from "./report-block.ts";
import { verdictMarkdown } from "./verdict-markdown.ts";

/** The primary metric in parts of each test; nothing where no test was divided. */
export function slices(data: ReportData): readonly ReportBlock[] {
  const tables = testNames.flatMap((name): ReportBlock[] => {
    const test = data.tests?.[name];
    if (test?.slices === undefined || test.slices.length === 0) return [];
    return [`**${testTitles[name]}**`, figurePlace(`slices-${name}`), sliceTable(data, test)];
  });
  if (tables.length === 0) return [];
  const rule = `${primaryLabel(data)} in parts of the queries. Below ${fewestSliceQueries} queries a slice is too small to judge; among many slices, about one in twenty differs by chance alone.`;
  return ["### Results by Slice", rule, ...tables];
}

function sliceTable(data: ReportData, test: TestFacts): string {
  return markdownTable(
    [
      ["Attribute", "left"],
      ["Value", "left"],
      ["n", "right"],
      ["Baseline", "right"],
      ["Fine-Tuned", "right"],
      ["Delta", "right"],
      [`${confidenceWords(data.confidence)} interval`, "right"],
      ["p", "right"],
      ["Verdict", "left"],
    ],
    (test.slices ?? []).map((slice) => sliceRow(slice, data.confidence)),
  );
}

function sliceRow(slice: SliceResult, confidence: number | undefined): string[] {
  const verdict = judgeSlice(slice, confidence);
  const judged = verdict === "better" || verdict === "worse" || verdict === "undecided";
  const { comparison } = slice;
  return [
    escapeMarkdown(slice.attribute),
    escapeMarkdown(slice.value),
    formatCount(slice.queries),
    formatNumber(slice.baseline),
    formatNumber(slice.candidate),
    formatSigned(slice.candidate - slice.baseline),
    comparison === undefined ? "–" : formatInterval(comparison.interval),
    comparison === undefined ? "–" : formatPValue(comparison.p),
    judged ? verdictMarkdown(verdict) : verdict,
  ];
}
