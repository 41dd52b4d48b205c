import { IrMetricsError } from "../ir-metrics-error.ts";
import type { DocId, QueryId } from "../ranking/qrels.ts";
import type { DocOrder } from "./doc-order.ts";
import { createScoreLadder } from "./score-ladder.ts";
import type { ScoreLadder } from "./score-ladder.ts";

/** One query's scores of some consecutive documents. */
export type ScoreRow = Float32Array | Float64Array;

/** Finds the ranks of one query's documents without sorting. */
export interface RankCounter {
  /** Takes the scores of the documents from column `first` on; they are copied if they must wait. */
  add(row: ScoreRow, first: number): void;
  /** Rank of each document that is in the corpus; throws `INCOMPLETE_SCORES`. */
  finish(): ReadonlyMap<DocId, number>;
}

/** Whose ranks are counted. */
export interface RankCounterFacts {
  /** The query, for errors. */
  readonly queryId: QueryId;
  /** The documents whose ranks are wanted. */
  readonly docs: readonly DocId[];
  /** The corpus. */
  readonly order: DocOrder;
}

interface Part {
  readonly row: ScoreRow;
  readonly first: number;
}

/** A counter that has seen nothing. */
export function createRankCounter({ queryId, docs, order }: RankCounterFacts): RankCounter {
  const tracked = docs.flatMap((docId) => {
    const column = order.columnOf(docId);
    return column === undefined ? [] : [{ docId, column, score: NaN }];
  });
  const ranges: { readonly start: number; readonly end: number }[] = [];
  let unknown = tracked.length;
  let waiting: Part[] = [];
  let ladder: ScoreLadder | undefined;

  const learn = ({ row, first }: Part): void => {
    for (const doc of tracked) {
      if (doc.column < first || doc.column >= first + row.length) continue;
      doc.score = finite(row[doc.column - first]!, queryId, doc.docId);
      unknown--;
    }
  };
  return {
    add(row, first) {
      const end = first + row.length;
      if (ranges.some((range) => first < range.end && range.start < end))
        throw new RangeError(
          `Expected each score once, got documents ${first} to ${end} of query "${queryId}" again.`,
        );
      if (row.length > 0) ranges.push({ start: first, end });
      learn({ row, first });
      if (unknown > 0) {
        waiting.push({ row: row.slice(), first });
        return;
      }
      ladder ??= createScoreLadder(tracked, order, queryId);
      for (const part of waiting) ladder.count(part.row, part.first);
      waiting = [];
      ladder.count(row, first);
    },
    finish() {
      const covered = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
      if (covered < order.count) throw incomplete(queryId, covered, order.count);
      return ladder?.ranks() ?? new Map<DocId, number>();
    },
  };
}

function finite(score: number, queryId: QueryId, docId: DocId): number {
  if (Number.isFinite(score)) return score;
  throw new IrMetricsError(
    "INVALID_SCORE",
    `Query "${queryId}": Expected the score of document "${docId}" to be a finite number, got ${score}.`,
    { details: { queryId, docId, score } },
  );
}

function incomplete(queryId: QueryId, covered: number, count: number): IrMetricsError {
  return new IrMetricsError(
    "INCOMPLETE_SCORES",
    `Query "${queryId}": expected scores of ${count} documents, got ${covered}.`,
    { hint: "Add a block for every part of the corpus first.", details: { queryId, covered } },
  );
}
