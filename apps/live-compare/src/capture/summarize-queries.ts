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
    latencyMs: latencyOf(queries),
    repeatJaccard: mean(queries.flatMap(({ repeats }) => repeats?.jaccard ?? [])),
  };
}

/** Nearest-rank percentiles; 0 for no queries. */
function latencyOf(queries: readonly CapturedQuery[]): {
  readonly p50: number;
  readonly p95: number;
} {
  const times = queries.flatMap(({ latencyMs, repeats }) => repeats?.latenciesMs ?? [latencyMs]);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
