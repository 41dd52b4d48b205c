import {
  countRelevant,
  formatTrecEval,
  rankByScore,
  type EvaluationResult,
  type Qrels,
  type RelevantCounts,
  type Run,
} from "@searchfit/ir-metrics";
import type { ScoreFlags } from "./score-flags.ts";

/** A run, its evaluation, and what it was judged by. */
export interface ScoredRun {
  readonly run: Run;
  readonly result: EvaluationResult;
  readonly qrels: Qrels;
}

/**
 * What trec_eval prints. The run's name and the counts of queries and documents come first when no
 * metric was asked for, as in trec_eval; the name also when there are several runs.
 */
export function trecLines(scored: readonly ScoredRun[], flags: ScoreFlags): string {
  const official = flags.metrics === undefined;
  const texts = scored.map((one) =>
    formatTrecEval(one.result, {
      perQuery: flags.perQuery === true,
      summary: flags.summary !== false,
      runId: official || scored.length > 1,
      ...(official ? { counts: countsOf(one, flags) } : {}),
    }),
  );
  return texts.join("");
}

function countsOf({ run, result, qrels }: ScoredRun, flags: ScoreFlags) {
  const counts = new Map<string, RelevantCounts>();
  for (const queryId of result.perQuery.keys()) {
    const grades = qrels.get(queryId) ?? new Map<string, number>();
    const docs = rankByScore(run.rankings.get(queryId) ?? []).slice(0, flags.depth);
    const ids = docs.map(({ docId }) => docId);
    const kept = flags.judgedOnly === true ? ids.filter((id) => (grades.get(id) ?? -1) >= 0) : ids;
    counts.set(queryId, countRelevant(kept, grades, { relevanceLevel: flags.relevanceLevel ?? 1 }));
  }
  return counts;
}
