import type { DocId, Grades } from "../ranking/qrels.ts";
import { checkedCutoff, judgeRanking, lastRank } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Share of the retrieved documents among the first `cutoff` ranks that have a judgment, relevant
 * or not. Low values say that the other metrics of this ranking are mostly guesses.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query.
 * @param cutoff Ranks to look at, an integer ≥ 1; a shorter list is divided by its own length.
 * @returns A number in [0, 1]; 0 for an empty list.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * judged(["a", "b"], new Map([["b", 0]]), 10); // 0.5
 */
export function judged(ranking: readonly DocId[], grades: Grades, cutoff: number): number {
  return judgedOf(judgeRanking(ranking, grades), cutoff);
}

/** Judged share of a judged ranking. */
export function judgedOf(ranking: JudgedRanking, cutoff: number): number {
  const { ranks } = ranking;
  const last = lastRank(ranking, checkedCutoff(cutoff));
  let count = 0;
  while (count < ranks.length && ranks[count]! <= last) count++;
  return last === 0 ? 0 : count / last;
}
