import { compareCaptures } from "../diff/compare-captures.ts";
import { formatComparison } from "../diff/format-comparison.ts";
import { readCapture } from "../files/read-capture.ts";
import { readJudged } from "../files/read-judged.ts";
import type { DiffFlags } from "./flags.ts";

/** Compares two results files and prints what changed. */
export async function runDiff(
  files: readonly [before: string, after: string],
  flags: DiffFlags,
): Promise<void> {
  const [before, after] = [await readCapture(files[0]), await readCapture(files[1])];
  const judged = flags.judged === undefined ? undefined : await readJudged(flags.judged);
  const comparison = compareCaptures(before, after, judged);
  const text = flags.json === true ? JSON.stringify(comparison) : formatComparison(comparison);
  process.stdout.write(`${text}\n`);
}
