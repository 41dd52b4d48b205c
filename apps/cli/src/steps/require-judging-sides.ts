import type { DatasetSplits } from "@searchfit/retrieval-dataset";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What judges after a split. */
export interface JudgingSources {
  /** Pairs by their sides, and those that were dropped. */
  readonly splits: Pick<DatasetSplits, "dev" | "test" | "known" | "dropped">;
  /** Whether there are judged queries. */
  readonly judged: boolean;
}

/**
 * Stops where nothing is left to pick the epoch by, or to compare the models on; warns where only
 * known products are left, which never decide.
 *
 * @throws {CliError} `TOO_FEW_PRODUCTS`.
 */
export function requireJudgingSides(
  { splits, judged }: JudgingSources,
  terminal: Pick<Terminal, "warn">,
): void {
  const { dev, test, known } = splits;
  if (dev.length === 0) throw nothingLeft("dev", "to pick the epoch by", splits);
  if (judged || test.length > 0) return;
  if (known.length === 0) throw nothingLeft("test", "to compare the models on", splits);
  terminal.warn(
    "  Only queries of products that training saw are left to test, and these never decide: no conclusion will be drawn. Set split.test above 0, or give judged queries.",
  );
}

function nothingLeft(
  side: "dev" | "test",
  purpose: string,
  { dropped }: Pick<DatasetSplits, "dropped">,
): CliError {
  const reasons = new Map<string, number>();
  for (const { reason } of dropped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const counts = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(", ");
  const why = counts === "" ? "" : ` Pairs dropped, of all sides: ${counts}.`;
  return new CliError(
    "TOO_FEW_PRODUCTS",
    `The split left no ${side} query ${purpose}: split.${side} is too small for this catalogue, or every ${side} pair was dropped.${why}`,
    {
      hint: `Raise split.${side}, write queries for more products, or judge other queries than those that were written.`,
    },
  );
}
