import type { GenerationFacts } from "../data/preparation-facts.ts";
import { formatCount } from "../text/format-count.ts";

const reasons: Readonly<Record<string, string>> = {
  "no-query-left": "the quality gates took out all of their queries",
  "no-recorded-answer": "the recording has none for them",
  "unusable-answer": "no answer could be read",
  refused: "the model refused",
  failed: "the provider failed",
  budget: "the budget was spent",
};

/** Why products have no queries, in words: "the provider failed (2), the model refused (1)"; plain text. */
export function skippedWords({ skippedBecause = {} }: GenerationFacts): string {
  const entries = Object.entries(skippedBecause);
  return entries
    .map(([reason, count]) => {
      const words = reasons[reason] ?? reason;
      return entries.length === 1 ? words : `${words} (${formatCount(count)})`;
    })
    .join(", ");
}
