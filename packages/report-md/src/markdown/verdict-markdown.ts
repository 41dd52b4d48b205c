import type { Verdict } from "../verdict/judge-difference.ts";
import { verdictWords } from "../verdict/verdict-words.ts";

/** A verdict in a table: gains and losses stand out equally. */
export function verdictMarkdown(verdict: Verdict): string {
  return verdict === "undecided" ? verdictWords[verdict] : `**${verdictWords[verdict]}**`;
}
