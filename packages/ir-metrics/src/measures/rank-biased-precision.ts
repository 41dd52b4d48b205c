import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, lastRank } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/** Whose reading is modelled. */
export interface RankBiasedPrecisionOptions {
  /**
   * Chance that the reader goes on from one rank to the next, between 0 and 1: 0.5 stops early,
   * 0.95 reads about 20 ranks.
   * @default 0.9
   */
  readonly persistence?: number;
  /**
   * Ranks to look at, an integer ≥ 1; null looks at the whole list.
   * @default null
   */
  readonly cutoff?: number | null;
}

/** Persistence of `rbp` without another one, as in trec_eval. */
export const defaultPersistence = 0.9;

/**
 * Rank-biased precision: the share of relevant documents among those that a reader sees who goes
 * on to the next rank with a fixed chance. The metric is called `rbp`, `rbp.95`, `rbp@10` …
 *
 * (1 − p) Σ_i rel_i · p^(i − 1), with rel_i 1 for a relevant document at rank i and 0 otherwise.
 * Unjudged documents count 0; {@link rankBiasedResidual} says how much they could add.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @param options Persistence and cutoff.
 * @returns A number in [0, 1); below 1 − p^n for a list of n documents.
 * @throws {RangeError} When the persistence is not between 0 and 1, or `cutoff` no integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @see Moffat & Zobel (2008), doi:10.1145/1416950.1416952
 * @example
 * rankBiasedPrecision(["a", "x", "b"], new Map([["a", 1], ["b", 1]]), { persistence: 0.5 });
 * // 0.625: 0.5 · (1 + 0.25)
 */
export function rankBiasedPrecision(
  ranking: readonly DocId[],
  grades: Grades,
  options: RankBiasedPrecisionOptions = {},
): number {
  const { cutoff = null, persistence } = options;
  return rankBiasedPrecisionOf(judgeRanking(ranking, grades), cutoff, persistence);
}

/** Rank-biased precision of a judged ranking. */
export function rankBiasedPrecisionOf(
  ranking: JudgedRanking,
  cutoff: number | null,
  persistence = defaultPersistence,
): number {
  const { ranks, grades, relevanceLevel } = ranking;
  const last = lastRank(ranking, cutoff);
  checkedPersistence(persistence);
  let sum = 0;
  for (let index = 0; index < ranks.length && ranks[index]! <= last; index++) {
    if (grades[index]! >= relevanceLevel) sum += persistence ** (ranks[index]! - 1);
  }
  return (1 - persistence) * sum;
}

/** The persistence, or a RangeError when it is not between 0 and 1. */
export function checkedPersistence(persistence: number): number {
  if (persistence > 0 && persistence < 1) return persistence;
  throw new RangeError(`Expected the persistence to lie between 0 and 1, got ${persistence}.`);
}
