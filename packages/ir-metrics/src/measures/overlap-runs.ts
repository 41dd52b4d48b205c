import type { QueryId } from "../ranking/qrels.ts";
import { descending, inScoreOrder } from "../ranking/rank-by-score.ts";
import type { Run } from "../ranking/run.ts";
import { inQuery } from "./in-query.ts";
import { rankBiasedOverlap } from "./rank-biased-overlap.ts";
import type { RankBiasedOverlapOptions } from "./rank-biased-overlap.ts";

/** How alike two runs are. */
export interface RunOverlap {
  /** Mean over the queries; NaN when there is none. */
  readonly mean: number;
  /** Query → extrapolated overlap of its two lists, first run's queries first. */
  readonly perQuery: ReadonlyMap<QueryId, number>;
}

/**
 * Rank-biased overlap of two runs, query by query: how much a change of the system changes what
 * users see, without any judgments. A query that only one run answers counts 0.
 *
 * @param first One system's ranked lists; scores decide the order, as in {@link evaluateRun}.
 * @param second The other system's.
 * @param options Persistence.
 * @returns The extrapolated overlaps and their mean, in [0, 1].
 * @throws {RangeError} When the persistence is not between 0 and 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT`, `INVALID_SCORE`.
 * @example
 * overlapRuns(run, run).mean; // 1
 */
export function overlapRuns(
  first: Run,
  second: Run,
  options: RankBiasedOverlapOptions = {},
): RunOverlap {
  const perQuery = new Map<QueryId, number>();
  let sum = 0;
  for (const queryId of new Set([...first.rankings.keys(), ...second.rankings.keys()])) {
    const { extrapolated } = inQuery(queryId, () =>
      rankBiasedOverlap(idsOf(first, queryId), idsOf(second, queryId), options),
    );
    perQuery.set(queryId, extrapolated);
    sum += extrapolated;
  }
  return { mean: sum / perQuery.size, perQuery };
}

function idsOf(run: Run, queryId: QueryId): readonly string[] {
  return inScoreOrder(run.rankings.get(queryId) ?? [], descending).map(({ docId }) => docId);
}
