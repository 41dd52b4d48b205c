import type { DocId, Grades } from "../ranking/qrels.ts";
import { checkedCutoff, judgeRanking, relevantWithin } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Share of the first `cutoff` ranks that hold a relevant document. A list shorter than the cutoff
 * is still divided by the cutoff, as in trec_eval's `P`.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @param cutoff Ranks to look at, an integer ≥ 1.
 * @returns A number in [0, 1].
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * precision(["a", "b"], new Map([["b", 1]]), 5); // 0.2
 */
export function precision(ranking: readonly DocId[], grades: Grades, cutoff: number): number {
  return precisionOf(judgeRanking(ranking, grades), cutoff);
}

/** Precision of a judged ranking. */
export function precisionOf(ranking: JudgedRanking, cutoff: number): number {
  return relevantWithin(ranking, checkedCutoff(cutoff)) / cutoff;
}
