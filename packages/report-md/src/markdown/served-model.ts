import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { markdownTable } from "./markdown-table.ts";

/** Export parity and latency; undefined where neither was measured. */
export function servedModel(data: ReportData): string | undefined {
  const parts = [...parityParts(data), ...latencyParts(data)];
  return parts.length === 0 ? undefined : ["### Served Model", ...parts].join("\n\n");
}

function parityParts({ parity = [] }: ReportData): string[] {
  if (parity.length === 0) return [];
  const rows = parity.map((facts) => [
    escapeMarkdown(facts.precision),
    formatCount(facts.texts),
    formatNumber(facts.minimumCosine, 6),
    formatNumber(facts.meanCosine, 6),
  ]);
  return [
    "Vectors of the ONNX export against those of the trained model (same model, same text: here cosines may be compared):",
    markdownTable(
      [
        ["Precision", "left"],
        ["Texts", "right"],
        ["Lowest cosine", "right"],
        ["Mean cosine", "right"],
      ],
      rows,
    ),
  ];
}

function latencyParts({ latency = [] }: ReportData): string[] {
  if (latency.length === 0) return [];
  const rows = latency.map((facts) => [
    escapeMarkdown(facts.system),
    formatCount(facts.queries),
    `${formatNumber(facts.p50Ms, 1)} ms`,
    `${formatNumber(facts.p95Ms, 1)} ms`,
  ]);
  return [
    "Time of single queries after a warm-up:",
    markdownTable(
      [
        ["System", "left"],
        ["Queries", "right"],
        ["p50", "right"],
        ["p95", "right"],
      ],
      rows,
    ),
  ];
}
