import type { InterleavingVerdict } from "@searchfit/ir-metrics";
import { formatPValue, formatSigned, stripControl } from "@searchfit/report-md";

/**
 * What interleaving says, in a few lines for the terminal.
 *
 * @param verdict What the clicks say.
 * @param names What the first and the second system are called.
 * @example
 * formatVerdict(verdict, ["before", "after"]); // "after is preferred: …"
 */
export function formatVerdict(
  verdict: InterleavingVerdict,
  names: readonly [first: string, second: string],
): string {
  const [first, second] = names.map(stripControl) as [string, string];
  const { impressions, units, wins, ties, losses, preferred, interval, p } = verdict;
  const [low, high] = interval.map((bound) => formatSigned(bound, 3));
  const headline =
    preferred === null
      ? "Neither is preferred: the clicks do not tell the two apart."
      : `${preferred === "first" ? first : second} is preferred.`;
  return [
    headline,
    `Preference for ${second}: ${formatSigned(verdict.preference, 3)} [${low}, ${high}] on a scale from -1 to +1, p = ${formatPValue(p)}, over ${units} queries or people`,
    `${impressions} lists shown: ${second} won ${wins}, ${ties} without a winner, ${first} won ${losses}`,
  ].join("\n");
}
