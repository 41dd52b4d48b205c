import { compareDocIds } from "@searchfit/ir-metrics";
import type { EvaluationResult, QueryId } from "@searchfit/ir-metrics";
import type { ExampleReason } from "../data/query-example.ts";

/** One query that is to be shown, and why. */
export interface ChosenQuery {
  /** Its id. */
  readonly queryId: QueryId;
  /** The rule that chose it. */
  readonly reason: Exclude<ExampleReason, "probe">;
  /** The metric's value of the baseline. */
  readonly baseline: number;
  /** The metric's value of the candidate. */
  readonly candidate: number;
}

/** How many queries to choose, and by what. */
export interface ChooseExampleQueriesOptions {
  /**
   * The metric whose changes are looked at.
   * @default "ndcg@10"
   */
  readonly metric?: string | undefined;
  /**
   * Queries for each of the three rules.
   * @default 3
   */
  readonly count?: number | undefined;
}

/**
 * Queries to show, chosen by rule and not by hand: the largest wins, as many of the largest losses,
 * as many unchanged ones. Equal changes are ordered by query id, so the choice is always the same.
 *
 * @param baseline Evaluation of the baseline.
 * @param candidate Evaluation of the candidate; queries that only one of them has are left out.
 * @param options Metric and count.
 * @returns Wins, then losses, then unchanged; fewer where there are not so many.
 * @example
 * chooseExampleQueries(base, tuned, { count: 1 });
 * // [{ queryId: "q7", reason: "largest-win", baseline: 0, candidate: 1 }, …]
 */
export function chooseExampleQueries(
  baseline: EvaluationResult,
  candidate: EvaluationResult,
  options: ChooseExampleQueriesOptions = {},
): ChosenQuery[] {
  const { metric = "ndcg@10", count = 3 } = options;
  const changes: { queryId: QueryId; baseline: number; candidate: number }[] = [];
  for (const [queryId, values] of baseline.perQuery) {
    const before = values[metric];
    const after = candidate.perQuery.get(queryId)?.[metric];
    if (before === undefined || after === undefined) continue;
    changes.push({ queryId, baseline: before, candidate: after });
  }
  changes.sort(
    (a, b) =>
      b.candidate - b.baseline - (a.candidate - a.baseline) || compareDocIds(a.queryId, b.queryId),
  );
  const gain = (change: (typeof changes)[number]): number => change.candidate - change.baseline;
  const wins = changes.filter((change) => gain(change) > 1e-12);
  const losses = changes.filter((change) => gain(change) < -1e-12);
  const unchanged = changes.filter((change) => Math.abs(gain(change)) <= 1e-12);
  const worstFirst = losses.sort(
    (a, b) => gain(a) - gain(b) || compareDocIds(a.queryId, b.queryId),
  );
  return [
    ...wins.slice(0, count).map((query) => ({ ...query, reason: "largest-win" as const })),
    ...worstFirst.slice(0, count).map((query) => ({ ...query, reason: "largest-loss" as const })),
    ...unchanged.slice(0, count).map((query) => ({ ...query, reason: "unchanged" as const })),
  ];
}
