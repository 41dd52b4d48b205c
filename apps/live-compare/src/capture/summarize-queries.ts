import type { CapturedQuery, CaptureSummary } from "../live-capture.ts";

const threshold = 0.5;

/** Mean top-1, mean top-5 and the number of first results above 0.5. */
export function summarizeQueries(queries: readonly CapturedQuery[]): CaptureSummary {
  const firsts = queries.flatMap(({ results }) => results[0]?.score ?? []);
  const fives = queries.flatMap(
    ({ results }) => mean(results.slice(0, 5).flatMap(({ score }) => score ?? [])) ?? [],
  );
  return {
    queryCount: queries.length,
    scoredCount: firsts.length,
    meanTop1: mean(firsts),
    meanTop5: mean(fives),
    top1Above: { threshold, count: firsts.filter((score) => score > threshold).length },
  };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
