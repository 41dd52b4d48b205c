import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, lastRank } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Mean of the precision at the rank of each relevant document: `map` before the mean is taken.
 * Relevant documents that are not found count 0; so the sum is divided by all relevant documents,
 * also with a cutoff (trec_eval's `map` and `map_cut`).
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @param cutoff Ranks to look at, an integer ≥ 1; null looks at the whole list.
 * @returns A number in [0, 1]; 0 when the query has no relevant document.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * averagePrecision(["a", "x", "b"], new Map([["a", 1], ["b", 1]])); // 0.8333…: (1/1 + 2/3) / 2
 */
export function averagePrecision(
  ranking: readonly DocId[],
  grades: Grades,
  cutoff: number | null = null,
): number {
  const judgedRanking = judgeRanking(ranking, grades);
  return averagePrecisionOf(judgedRanking, cutoff, judgedRanking.relevantCount);
}

/** Average precision of a judged ranking, its sum divided by `divisor`; 0 when that is 0. */
export function averagePrecisionOf(
  ranking: JudgedRanking,
  cutoff: number | null,
  divisor: number,
): number {
  const { ranks, grades, relevanceLevel } = ranking;
  const last = lastRank(ranking, cutoff);
  let relevant = 0;
  let sum = 0;
  for (let index = 0; index < ranks.length && ranks[index]! <= last; index++) {
    if (grades[index]! >= relevanceLevel) sum += ++relevant / ranks[index]!;
  }
  return divisor === 0 ? 0 : sum / divisor;
}
