import { rankByScore } from "@searchfit/ir-metrics";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { queriesOf, requireFusible } from "./queries-of.ts";

/** How runs are fused by rank. */
export interface ReciprocalRankFusionOptions {
  /**
   * Constant that flattens the differences between top ranks, ≥ 0.
   * @default 60
   */
  readonly k?: number;
  /**
   * Documents to keep a query, an integer ≥ 1.
   * @default all
   */
  readonly topK?: number;
  /**
   * Name of the fused run.
   * @default "rrf"
   */
  readonly name?: string;
}

/**
 * Fuses runs by rank: a document's score is Σ 1 / (k + rank) over the runs that found it.
 *
 * Scores of the runs play no part, so they need not be comparable. The order of the runs does not
 * matter. Equal sums rank by document id descending (UTF-8 bytes).
 *
 * @param runs Runs, best documents first; at least one. A query may be missing in some of them.
 * @param options k, topK and the name.
 * @returns A run over all queries of the runs.
 * @throws {RangeError} When there is no run or an option is out of range.
 * @see Cormack, Clarke & Büttcher (2009), doi:10.1145/1571941.1572114
 * @example
 * reciprocalRankFusion([bm25, dense], { topK: 10 });
 */
export function reciprocalRankFusion(
  runs: readonly Run[],
  options: ReciprocalRankFusionOptions = {},
): Run {
  const { k = 60, topK, name = "rrf" } = options;
  requireFusible(runs, topK);
  if (!(k >= 0 && k < Infinity)) throw new RangeError(`Expected k of 0 or more, got ${k}.`);
  const rankings = new Map<string, readonly ScoredDoc[]>();
  for (const { queryId, answers } of queriesOf(runs)) {
    rankings.set(queryId, rankByScore(sumOfReciprocals(answers, k)).slice(0, topK));
  }
  return { name, rankings };
}

/** Sums each document's reciprocals from the smallest, so that equal ranks give equal sums. */
function sumOfReciprocals(answers: readonly (readonly ScoredDoc[])[], k: number): ScoredDoc[] {
  const ranks = new Map<string, number[]>();
  for (const docs of answers) {
    for (const [index, { docId }] of docs.entries()) {
      const ofDocument = ranks.get(docId) ?? [];
      ofDocument.push(index + 1);
      ranks.set(docId, ofDocument);
    }
  }
  return Array.from(ranks, ([docId, ofDocument]) => {
    const worstFirst = ofDocument.sort((a, b) => b - a);
    return { docId, score: worstFirst.reduce((sum, rank) => sum + 1 / (k + rank), 0) };
  });
}
