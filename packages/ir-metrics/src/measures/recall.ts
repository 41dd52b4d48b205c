import type { DocId, Grades } from "../ranking/qrels.ts";
import { checkedCutoff, judgeRanking, relevantWithin } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Share of the query's relevant documents that are among the first `cutoff` ranks.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @param cutoff Ranks to look at, an integer ≥ 1.
 * @returns A number in [0, 1]; 0 when the query has no relevant document.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * recall(["a", "b"], new Map([["b", 1], ["c", 2]]), 5); // 0.5
 */
export function recall(ranking: readonly DocId[], grades: Grades, cutoff: number): number {
  return recallOf(judgeRanking(ranking, grades), cutoff);
}

/** Recall of a judged ranking. */
export function recallOf(ranking: JudgedRanking, cutoff: number): number {
  const relevant = ranking.relevantCount;
  return relevant === 0 ? 0 : relevantWithin(ranking, checkedCutoff(cutoff)) / relevant;
}
