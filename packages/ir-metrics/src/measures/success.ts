import type { DocId, Grades } from "../ranking/qrels.ts";
import { checkedCutoff, judgeRanking, relevantWithin } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Whether a relevant document is among the first `cutoff` ranks. The metric has two names:
 * `success@k` (trec_eval) and `accuracy@k` (sentence-transformers).
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @param cutoff Ranks to look at, an integer ≥ 1.
 * @returns 1 or 0.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * success(["a", "b"], new Map([["b", 1]]), 1); // 0
 */
export function success(ranking: readonly DocId[], grades: Grades, cutoff: number): number {
  return successOf(judgeRanking(ranking, grades), cutoff);
}

/** Success of a judged ranking. */
export function successOf(ranking: JudgedRanking, cutoff: number): number {
  return relevantWithin(ranking, checkedCutoff(cutoff)) > 0 ? 1 : 0;
}
