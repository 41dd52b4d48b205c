import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/**
 * How seldom documents judged not relevant stand before relevant ones; unjudged documents are
 * ignored, so it suits incomplete judgments (trec_eval's `bpref`).
 *
 * bpref = 1/R Σ_r (1 − min(n_r, R) / min(N, R)) over the retrieved relevant documents r, with n_r
 * the documents judged not relevant above r, N all of them and R the relevant ones.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query: ≥ 1 relevant, 0 not; below 0 counts as unjudged.
 * @returns A number in [0, 1]; 0 when the query has no relevant document.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @see Buckley & Voorhees (2004), doi:10.1145/1008992.1009000
 * @example
 * bpref(["x", "a"], new Map([["a", 1], ["x", 0]])); // 0; with "x" unjudged it would be 1
 */
export function bpref(ranking: readonly DocId[], grades: Grades): number {
  return bprefOf(judgeRanking(ranking, grades));
}

/** bpref of a judged ranking. */
export function bprefOf(ranking: JudgedRanking): number {
  const relevant = ranking.relevantCount;
  const bound = Math.min(ranking.nonRelevantCount, relevant);
  let above = 0;
  let sum = 0;
  for (const grade of ranking.grades) {
    if (grade >= ranking.relevanceLevel)
      sum += above === 0 ? 1 : 1 - Math.min(above, relevant) / bound;
    else if (grade >= 0) above++;
  }
  return relevant === 0 ? 0 : sum / relevant;
}
