import type { EvaluationResult } from "./evaluate-run.ts";

/** Mean of each metric over the queries. */
export function meansOf(
  names: readonly string[],
  perQuery: EvaluationResult["perQuery"],
): Record<string, number> {
  const means: Record<string, number> = {};
  for (const name of names) {
    let sum = 0;
    for (const values of perQuery.values()) sum += values[name]!;
    means[name] = sum / perQuery.size;
  }
  return means;
}
