import { rankByScore } from "@searchfit/ir-metrics";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { queriesOf, requireFusible } from "./queries-of.ts";

/** How runs are fused by score. */
export interface WeightedFusionOptions {
  /**
   * What is done to the scores of one list first: `"min-max"` maps the lowest to 0 and the
   * highest to 1 (all to 1 when they are equal), `"none"` takes them as they are.
   * @default "min-max"
   */
  readonly normalize?: "min-max" | "none";
  /**
   * Documents to keep a query, an integer ≥ 1.
   * @default all
   */
  readonly topK?: number;
  /**
   * Name of the fused run.
   * @default "weighted"
   */
  readonly name?: string;
}

/**
 * Fuses runs by score: a document's score is Σ weight · normalised score over the runs; a run
 * that did not find it gives 0.
 *
 * How deep the runs are matters to min–max: cut them to the same depth (100 is usual) first.
 * Equal sums rank by document id descending (UTF-8 bytes).
 *
 * @param runs Runs; at least one. A query may be missing in some of them.
 * @param weights One weight ≥ 0 a run; they need not add up to 1.
 * @param options Normalisation, topK and the name.
 * @returns A run over all queries of the runs.
 * @throws {RangeError} When there is no run, or weights or options are out of range.
 * @example
 * weightedFusion([dense, bm25], [0.8, 0.2], { topK: 10 });
 */
export function weightedFusion(
  runs: readonly Run[],
  weights: readonly number[],
  options: WeightedFusionOptions = {},
): Run {
  const { normalize = "min-max", topK, name = "weighted" } = options;
  requireFusible(runs, topK);
  if (weights.length !== runs.length)
    throw new RangeError(`Expected ${runs.length} weights, got ${weights.length}.`);
  const wrong = weights.find((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong !== undefined)
    throw new RangeError(`Expected finite weights of 0 or more, got ${wrong}.`);
  const rankings = new Map<string, readonly ScoredDoc[]>();
  for (const { queryId, answers } of queriesOf(runs)) {
    const scores = new Map<string, number>();
    for (const [index, docs] of answers.entries()) {
      for (const { docId, score } of normalize === "min-max" ? minMax(docs) : docs) {
        scores.set(docId, (scores.get(docId) ?? 0) + weights[index]! * score);
      }
    }
    const docs = Array.from(scores, ([docId, score]) => ({ docId, score }));
    rankings.set(queryId, rankByScore(docs).slice(0, topK));
  }
  return { name, rankings };
}

function minMax(docs: readonly ScoredDoc[]): ScoredDoc[] {
  let [low, high] = [Infinity, -Infinity];
  for (const { score } of docs) {
    low = Math.min(low, score);
    high = Math.max(high, score);
  }
  const range = high - low;
  return docs.map(({ docId, score }) => ({
    docId,
    score: range === 0 ? 1 : (score - low) / range,
  }));
}
