import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, lastRank } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * One divided by the rank of the first relevant document: `mrr` before the mean is taken.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @param cutoff Ranks to look at, an integer ≥ 1; null looks at the whole list.
 * @returns A number in [0, 1]; 0 when no relevant document is found.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * reciprocalRank(["a", "b"], new Map([["b", 1]]), 10); // 0.5
 */
export function reciprocalRank(
  ranking: readonly DocId[],
  grades: Grades,
  cutoff: number | null = null,
): number {
  return reciprocalRankOf(judgeRanking(ranking, grades), cutoff);
}

/** Reciprocal rank of a judged ranking. */
export function reciprocalRankOf(ranking: JudgedRanking, cutoff: number | null): number {
  const { ranks, grades, relevanceLevel } = ranking;
  const last = lastRank(ranking, cutoff);
  for (let index = 0; index < ranks.length && ranks[index]! <= last; index++) {
    if (grades[index]! >= relevanceLevel) return 1 / ranks[index]!;
  }
  return 0;
}
