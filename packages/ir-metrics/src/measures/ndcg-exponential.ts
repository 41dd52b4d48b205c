import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking } from "./judged-ranking.ts";
import { ndcgOf } from "./ndcg.ts";

/**
 * Normalised discounted cumulative gain with the gain 2^grade − 1: high grades weigh more than
 * in {@link ndcg}; on binary judgments the two are equal. The metric is called `ndcg_exp@k`.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query.
 * @param cutoff Ranks to look at, an integer ≥ 1; null looks at the whole list.
 * @returns A number in [0, 1]; 0 when no document has a grade above 0.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @see Burges et al. (2005), doi:10.1145/1102351.1102363
 * @example
 * ndcgExponential(["a", "b"], new Map([["a", 1], ["b", 2]])); // 0.7967…: (1 + 3/1.585) / (3 + 1/1.585)
 */
export function ndcgExponential(
  ranking: readonly DocId[],
  grades: Grades,
  cutoff: number | null = null,
): number {
  return ndcgOf(judgeRanking(ranking, grades), cutoff, exponentialGain);
}

/** 2^grade − 1. */
export function exponentialGain(grade: number): number {
  return 2 ** grade - 1;
}
