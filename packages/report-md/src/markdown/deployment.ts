import type { ReportData } from "../data/report-data.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { switchAdvice } from "../verdict/switch-advice.ts";

/** What is proven (ticked) and what is left to do before users get the tuned model. */
export function deployment(data: ReportData): string {
  const corpus = data.system?.corpusSize ?? data.extraction?.products;
  const all = corpus === undefined ? "all products" : `all ${formatCount(corpus)} products`;
  const items: [done: boolean, text: string][] = [
    [
      switchAdvice(data).advice === "switch",
      "The figures support the switch (see Executive Summary)",
    ],
    [data.split?.leakCheck?.leaks === 0, "No test product or query was seen in training"],
    exportItem(data),
    dimensionsItem(data),
    [false, `Re-embed ${all} with the fine-tuned model, beside the old vectors`],
    [
      false,
      "Verify the new vectors: re-encode a sample, norms, counts, approximate against exact search",
    ],
    [false, "Switch query encoder and vectors together, so that two models' vectors never mix"],
    [false, "Compare live answers before and after"],
    [false, "Keep the old vectors until the new ones have proven themselves, for the rollback"],
  ];
  return items.map(([done, text]) => `- [${done ? "x" : " "}] ${text}`).join("\n");
}

function exportItem(data: ReportData): [boolean, string] {
  const served = data.system?.servedPrecision;
  const parity =
    data.parity?.find((facts) => facts.precision === served) ??
    (served === undefined ? data.parity?.[0] : undefined);
  if (parity === undefined) return [false, "ONNX export agrees with the trained model"];
  const lowest = `lowest cosine ${formatNumber(parity.minimumCosine, 6)} on ${formatCount(parity.texts)} texts`;
  return [
    parity.minimumCosine >= 0.98,
    `ONNX export (${escapeMarkdown(parity.precision)}) agrees with the trained model: ${lowest}`,
  ];
}

function dimensionsItem({ system }: ReportData): [boolean, string] {
  const before = system?.baseModel?.dimensions;
  const after = system?.tunedDimensions;
  if (before === undefined || after === undefined)
    return [false, "Check that the vectors' length fits the table's columns"];
  if (before === after)
    return [true, `No schema changes needed (${formatCount(before)} dimensions preserved)`];
  return [
    false,
    `Change the schema: vectors have ${formatCount(after)} dimensions, the base's have ${formatCount(before)}`,
  ];
}
