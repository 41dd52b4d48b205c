import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { findLimitations } from "../verdict/find-limitations.ts";
import { bullets } from "./bullets.ts";

/** What limits the figures, found in the data, and what could be tried next. */
export function limitations(data: ReportData): string {
  const found = findLimitations(data).map((limitation) => escapeMarkdown(limitation.text));
  return [
    found.length === 0 ? "Nothing has been measured yet that could be limited." : bullets(found),
    "Future work:",
    bullets(futureWork(data)),
  ].join("\n\n");
}

function futureWork(data: ReportData): string[] {
  const ideas = [
    data.tests?.judged === undefined
      ? "Judge a sample of real queries, so that the headline rests on people's judgments"
      : "Judge more queries, and the products that the tuned model newly finds",
    "Train on click-through data from real search logs",
    "Matryoshka Representation Learning for storage efficiency",
    "Cross-encoder reranking as a second stage for highest-precision queries",
  ];
  if (data.training !== undefined && data.training.hardNegatives === undefined)
    ideas.push("Hard negative mining for finer-grained distinction");
  return ideas;
}
