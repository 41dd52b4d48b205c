import { IrMetricsError } from "../ir-metrics-error.ts";
import type { DocId, QueryId } from "../ranking/qrels.ts";
import type { DocOrder } from "./doc-order.ts";
import { countByLanes } from "./count-by-lanes.ts";
import { countByPairs } from "./count-by-pairs.ts";
import { countBySearch } from "./count-by-search.ts";
import type { ScoreRow } from "./rank-counter.ts";

/** A document whose rank is wanted. */
export interface TrackedDoc {
  /** The document. */
  readonly docId: DocId;
  /** Its column. */
  readonly column: number;
  /** Its score, finite. */
  readonly score: number;
}

/** Counts how many scores of one query lie above each of its tracked documents. */
export interface ScoreLadder {
  /** Counts the scores of the documents from column `first` on. */
  count(row: ScoreRow, first: number): void;
  /** Rank of each tracked document, from 1. */
  ranks(): ReadonlyMap<DocId, number>;
}

/** More rungs than that are cheaper to search than to pass over the scores for. */
const mostPasses = 32;

/** The rungs are the tracked scores, ascending; a score equal to a rung is decided by the ids. */
export function createScoreLadder(
  docs: readonly TrackedDoc[],
  order: DocOrder,
  queryId: QueryId,
): ScoreLadder {
  const tracked = [...docs].sort((a, b) => a.score - b.score);
  const rungs = Float64Array.from(tracked, ({ score }) => score);
  const above = new Float64Array(rungs.length);
  const inSinglePrecision = rungs.every((rung) => Math.fround(rung) === rung);
  const countAbove = (row: ScoreRow): ArrayLike<number> => {
    if (rungs.length > mostPasses) return countBySearch(row, rungs, above);
    return inSinglePrecision && row instanceof Float32Array
      ? countByLanes(row, rungs, above)
      : countByPairs(row, rungs, above);
  };

  /** Looks at the scores that are equal to a rung, one by one. */
  const decideTies = (rung: number, row: ScoreRow, first: number): void => {
    const { score: tied, column: own } = tracked[rung]!;
    for (let index = 0; index < row.length; index++) {
      const score = row[index]!;
      if (Number.isNaN(score)) throw notANumber(queryId);
      if (score !== tied || first + index === own) continue;
      if (order.standsBefore(first + index, own)) above[rung]!++;
    }
  };
  return {
    count(row, first) {
      const equal = countAbove(row);
      for (const [rung, { column }] of tracked.entries()) {
        const own = column >= first && column < first + row.length ? 1 : 0;
        if (equal[rung]! > own) decideTies(rung, row, first);
      }
    },
    ranks: () => new Map(tracked.map(({ docId }, rung) => [docId, 1 + above[rung]!])),
  };
}

function notANumber(queryId: QueryId): IrMetricsError {
  return new IrMetricsError(
    "INVALID_SCORE",
    `Query "${queryId}": Expected scores to be numbers, got NaN.`,
    { details: { queryId } },
  );
}
