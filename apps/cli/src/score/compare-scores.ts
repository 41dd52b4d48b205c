import {
  compareManyRuns,
  judgePower,
  queryDifferences,
  type EvaluationResult,
  type ManyRunsComparison,
  type RunComparison,
} from "@searchfit/ir-metrics";
import type { ScoreFlags } from "./score-flags.ts";

/** Smallest difference that is worth a remark when it could hide. */
export const worthwhile = 0.01;

/** Whether p-values are adjusted: when asked for, and where many tests are made. */
export function adjustmentOf(flags: ScoreFlags, runs: number) {
  return flags.adjust ?? (runs > 2 ? "holm" : "none");
}

/** The comparisons that the flags ask for; undefined when they ask for none. */
export function compareScores(
  results: readonly EvaluationResult[],
  flags: ScoreFlags,
): ManyRunsComparison | undefined {
  if (flags.compare !== true && flags.allPairs !== true) return undefined;
  return compareManyRuns(results, {
    pairs: flags.allPairs === true ? "all" : "baseline",
    adjustment: adjustmentOf(flags, results.length),
    ...(flags.alpha === undefined ? {} : { alpha: flags.alpha }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.resamples === undefined ? {} : { resamples: flags.resamples }),
    ...(flags.test === undefined ? {} : { test: flags.test }),
    ...(flags.interval === undefined ? {} : { intervalMethod: flags.interval }),
  });
}

/** Metrics for which a comparison says nothing, with the difference that its queries would show. */
export function undecided(
  { baseline, candidate, metrics }: RunComparison,
  results: readonly EvaluationResult[],
): readonly (readonly [metric: string, smallest: number])[] {
  const [before, after] = [baseline, candidate].map((name) =>
    results.find(({ runName }) => runName === name),
  );
  if (before === undefined || after === undefined) return [];
  return Object.entries(metrics).flatMap(([metric, { interval }]) => {
    const differences = [...queryDifferences(before, after, metric).values()];
    const power = judgePower(differences, { worthwhile, interval });
    return power.tooFewQueries ? [[metric, power.smallestDetectable] as const] : [];
  });
}
