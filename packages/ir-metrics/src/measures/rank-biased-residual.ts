import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, lastRank } from "./judged-ranking.ts";
import { checkedPersistence, defaultPersistence } from "./rank-biased-precision.ts";
import type { RankBiasedPrecisionOptions } from "./rank-biased-precision.ts";

/**
 * What rank-biased precision does not know: how much it would gain if every unjudged document,
 * and every rank past the end of the list, turned out to be relevant.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query.
 * @param options Persistence and cutoff, as for {@link rankBiasedPrecision}.
 * @returns A number in (0, 1]; the true value lies between `rbp` and `rbp` plus this.
 * @throws {RangeError} When the persistence is not between 0 and 1, or `cutoff` no integer ≥ 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @see Moffat & Zobel (2008), section 4.3, doi:10.1145/1416950.1416952
 * @example
 * rankBiasedResidual(["a", "x"], new Map([["a", 1]]), { persistence: 0.5 });
 * // 0.5: 0.25 for "x" and 0.25 for all ranks after it
 */
export function rankBiasedResidual(
  ranking: readonly DocId[],
  grades: Grades,
  options: RankBiasedPrecisionOptions = {},
): number {
  const persistence = checkedPersistence(options.persistence ?? defaultPersistence);
  const judged = judgeRanking(ranking, grades);
  const last = lastRank(judged, options.cutoff ?? null);
  let known = 0;
  for (const rank of judged.ranks) {
    if (rank <= last) known += persistence ** (rank - 1);
  }
  return 1 - (1 - persistence) * known;
}
