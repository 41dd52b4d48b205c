import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, lastRank } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * Normalised discounted cumulative gain of one ranked list.
 *
 * DCG@k = Σ_{i=1..k} grade_i / log2(i + 1), divided by the DCG@k of the judged documents in their
 * ideal order. Linear gain, so it equals trec_eval's `ndcg` and `ndcg_cut`. Unjudged documents and
 * grades below 1 gain 0; ranks past the end of the list gain 0.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query.
 * @param cutoff Ranks to look at, an integer ≥ 1; null looks at the whole list.
 * @returns A number in [0, 1]; 0 when no document has a grade above 0.
 * @throws {RangeError} When `cutoff` is not an integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @see Järvelin & Kekäläinen (2002), doi:10.1145/582415.582418
 * @example
 * ndcg(["d2", "d1"], new Map([["d1", 1]]), 10); // 0.6309297535714575, that is 1 / log2(3)
 */
export function ndcg(
  ranking: readonly DocId[],
  grades: Grades,
  cutoff: number | null = null,
): number {
  return ndcgOf(judgeRanking(ranking, grades), cutoff, linearGain);
}

/** nDCG of a judged ranking with a gain function for grades above 0, whatever the relevance level. */
export function ndcgOf(
  ranking: JudgedRanking,
  cutoff: number | null,
  gain: (grade: number) => number,
): number {
  const { ranks, grades, ideal } = ranking;
  const last = lastRank(ranking, cutoff);
  let found = 0;
  for (let index = 0; index < ranks.length && ranks[index]! <= last; index++) {
    const grade = grades[index]!;
    if (grade > 0) found += gain(grade) / Math.log2(ranks[index]! + 1);
  }
  if (found === 0) return 0;
  let best = 0;
  const idealRanks = Math.min(cutoff ?? ideal.length, ideal.length);
  for (let index = 0; index < idealRanks; index++) {
    best += gain(ideal[index]!) / Math.log2(index + 2);
  }
  return found / best;
}

/** The grade itself. */
export function linearGain(grade: number): number {
  return grade;
}
