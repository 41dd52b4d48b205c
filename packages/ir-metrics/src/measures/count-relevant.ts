import type { DocId, Grades } from "../ranking/qrels.ts";
import { judgeRanking, judgmentsOf, relevantGrade, relevantWithin } from "./judged-ranking.ts";

/** The counts on which measures rest. */
export interface RelevantCounts {
  /** Documents retrieved (trec_eval's `num_ret`). */
  readonly retrieved: number;
  /** Relevant documents of the query, retrieved or not (`num_rel`). */
  readonly relevant: number;
  /** Relevant documents retrieved (`num_rel_ret`). */
  readonly relevantRetrieved: number;
}

/** What counts as relevant. */
export interface CountRelevantOptions {
  /**
   * Lowest grade that counts as relevant (trec_eval `-l`).
   * @default 1
   */
  readonly relevanceLevel?: number;
}

/**
 * Counts of retrieved and relevant documents of one ranked list.
 *
 * @param ranking Document ids, best first, without repeats.
 * @param grades Judged documents of this query.
 * @param options From which grade on they are relevant.
 * @returns The three counts.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when `ranking` repeats an id.
 * @example
 * countRelevant(["a", "b"], new Map([["b", 1], ["c", 1]]));
 * // { retrieved: 2, relevant: 2, relevantRetrieved: 1 }
 */
export function countRelevant(
  ranking: readonly DocId[],
  grades: Grades,
  options: CountRelevantOptions = {},
): RelevantCounts {
  const { relevanceLevel = relevantGrade } = options;
  const judgedRanking = {
    ...judgeRanking(ranking, grades),
    ...judgmentsOf(grades, relevanceLevel),
  };
  return {
    retrieved: ranking.length,
    relevant: judgedRanking.relevantCount,
    relevantRetrieved: relevantWithin(judgedRanking, null),
  };
}
