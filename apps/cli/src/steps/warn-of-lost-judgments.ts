import { stripControl } from "@searchfit/report-md";
import type { Terminal } from "../terminal/terminal.ts";
import type { JudgedSet } from "./read-judged.ts";

/** Tells what of the judgments' files does not go with the catalogue or with one another, if anything. */
export function warnOfLostJudgments(
  { leftOut, unknownProducts, withoutQuery }: JudgedSet,
  terminal: Pick<Terminal, "warn">,
): void {
  if (leftOut > 0)
    terminal.warn(
      `  ${leftOut} judged queries are left out: none of their relevant products is in this catalogue.`,
    );
  if (unknownProducts > 0)
    terminal.warn(
      `  ${unknownProducts} judgments are left out: their products are not in this catalogue.`,
    );
  if (withoutQuery.length > 0)
    terminal.warn(
      stripControl(
        `  ${withoutQuery.length} queries of the judgments are not in queries.jsonl, such as ${withoutQuery[0] ?? ""}; they are left out.`,
      ),
    );
}
