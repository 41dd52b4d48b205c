import type { EvaluationResult } from "../src/index.ts";

/** An evaluation with these values: metric → one a query, the queries being `q0`, `q1` … */
export function resultOf(
  runName: string,
  columns: Readonly<Record<string, readonly number[]>>,
): EvaluationResult {
  const names = Object.keys(columns);
  const queryCount = columns[names[0] ?? ""]?.length ?? 0;
  const valuesAt = (query: number) =>
    Object.fromEntries(names.map((name) => [name, columns[name]?.[query] ?? NaN]));
  const perQuery = new Map(
    Array.from({ length: queryCount }, (_, query) => [`q${query}`, valuesAt(query)] as const),
  );
  const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const means = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, meanOf(values)]),
  );
  return { runName, queryCount, unansweredQueries: [], means, perQuery };
}

/** Seeded numbers in [0, 1). */
export function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  });
}
