import type { ForgettingFacts } from "../data/delivery-facts.ts";
import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatSigned } from "../text/format-signed.ts";
import { metricLabel } from "../text/metric-label.ts";

/** What the model unlearnt of general texts; undefined where it was not measured. */
export function forgetting({ forgetting: facts }: ReportData): string | undefined {
  if (facts === undefined) return undefined;
  const verdict = facts.warning
    ? "**The tuned model got noticeably worse at texts that are not of this catalogue**: use it for this search only, or train fewer epochs, with a lower learning rate or mixed with the base model."
    : "Texts that are not of this catalogue are found about as well as before.";
  return ["### General Texts (Forgetting Check)", sentence(facts), verdict].join("\n\n");
}

function sentence(facts: ForgettingFacts): string {
  return (
    `On ${formatCount(facts.queries)} queries over ${formatCount(facts.documents)} documents of ` +
    `${escapeMarkdown(facts.dataset)}, ${escapeMarkdown(metricLabel(facts.metric))} is ` +
    `${formatNumber(facts.finetuned)} after training and was ${formatNumber(facts.baseline)} before ` +
    `(${formatSigned(facts.difference)}).`
  );
}
