import { judgeInterleaving, type InterleavingVerdict } from "@searchfit/ir-metrics";
import { readCapture } from "../files/read-capture.ts";
import { readImpressions } from "../files/read-impressions.ts";
import { readJudged } from "../files/read-judged.ts";
import { formatVerdict } from "../interleave/format-verdict.ts";
import { interleaveCaptures } from "../interleave/interleave-captures.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import type { InterleaveFlags } from "./flags.ts";

/** Judges two systems by clicks on their mixed lists, and prints the verdict. */
export async function runInterleave(
  files: readonly string[],
  flags: InterleaveFlags,
): Promise<void> {
  const { verdict, names } = await judged(files, flags);
  const text = flags.json === true ? JSON.stringify(verdict) : formatVerdict(verdict, names);
  process.stdout.write(`${text}\n`);
}

interface Judged {
  readonly verdict: InterleavingVerdict;
  readonly names: readonly [first: string, second: string];
}

async function judged([first, second]: readonly string[], flags: InterleaveFlags): Promise<Judged> {
  if (flags.clicks !== undefined) {
    const verdict = judgeInterleaving(await readImpressions(flags.clicks), { seed: flags.seed });
    return { verdict, names: ["first", "second"] };
  }
  if (first === undefined || second === undefined || flags.judged === undefined) {
    throw new LiveCompareError(
      "CLICKS_NOT_GIVEN",
      "Expected logged clicks, or two captures and judged queries to simulate clicks from, got neither.",
      { hint: "Give --clicks FILE, or BEFORE AFTER --judged FOLDER." },
    );
  }
  const [one, other] = [await readCapture(first), await readCapture(second)];
  const options = { model: flags.user, lists: flags.lists, seed: flags.seed };
  const verdict = interleaveCaptures([one, other], await readJudged(flags.judged), options);
  return { verdict, names: [one.label, other.label] };
}
