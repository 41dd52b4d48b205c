import type { QueryExample } from "@searchfit/report-md";

/**
 * The examples that the console shows of those in the report: of the experiment's own test queries the largest gain,
 * the largest loss, then the next ones in turn; a change in one direction only gives all of them.
 *
 * @param examples As the comparison has them: of each reason the largest change first.
 * @param count How many to show at most.
 */
export function shownExamples(
  examples: readonly QueryExample[],
  count = 3,
): readonly QueryExample[] {
  const [gains, losses] = (["largest-win", "largest-loss"] as const).map((reason) =>
    examples.filter((example) => example.reason === reason),
  );
  const places = Math.max(gains?.length ?? 0, losses?.length ?? 0);
  return Array.from({ length: places }, (_, place) => [gains?.[place], losses?.[place]])
    .flat()
    .filter((example) => example !== undefined)
    .slice(0, count);
}
