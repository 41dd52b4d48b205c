import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, relevantWithin } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Precision at R, the number of the query's relevant documents (trec_eval's `Rprec`).
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @returns A number in [0, 1]; 0 when the query has no relevant document.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * rPrecision(["a", "x", "b"], new Map([["a", 1], ["b", 1]])); // 0.5
 */
export function rPrecision(ranking: readonly DocId[], grades: Grades): number {
  return rPrecisionOf(judgeRanking(ranking, grades));
}

/** R-precision of a judged ranking. */
export function rPrecisionOf(ranking: JudgedRanking): number {
  const relevant = ranking.relevantCount;
  return relevant === 0 ? 0 : relevantWithin(ranking, relevant) / relevant;
}
