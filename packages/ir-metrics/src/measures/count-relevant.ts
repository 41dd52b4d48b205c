import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, relevantWithin } from "./judged-ranking.ts";

/** The counts on which measures rest. */
export interface RelevantCounts {
  /** Documents retrieved (trec_eval's `num_ret`). */
  readonly retrieved: number;
  /** Relevant documents of the query, retrieved or not (`num_rel`). */
  readonly relevant: number;
  /** Relevant documents retrieved (`num_rel_ret`). */
  readonly relevantRetrieved: number;
}

/**
 * Counts of retrieved and relevant documents of one ranked list.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query; a grade of 1 or more is relevant.
 * @returns The three counts.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * countRelevant(["a", "b"], new Map([["b", 1], ["c", 1]]));
 * // { retrieved: 2, relevant: 2, relevantRetrieved: 1 }
 */
export function countRelevant(ranking: readonly DocId[], grades: Grades): RelevantCounts {
  const judgedRanking = judgeRanking(ranking, grades);
  return {
    retrieved: ranking.length,
    relevant: judgedRanking.ideal.length,
    relevantRetrieved: relevantWithin(judgedRanking, null),
  };
}
