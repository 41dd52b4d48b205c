import { averagePrecisionOf } from "./average-precision.ts";
import { bprefOf } from "./bpref.ts";
import { judgedOf } from "./judged.ts";
import type { JudgedRanking } from "./judged-ranking.ts";
import type { Metric } from "./metric.ts";
import { exponentialGain } from "./ndcg-exponential.ts";
import { linearGain, ndcgOf } from "./ndcg.ts";
import { precisionOf } from "./precision.ts";
import { rPrecisionOf } from "./r-precision.ts";
import { rankBiasedPrecisionOf } from "./rank-biased-precision.ts";
import { recallOf } from "./recall.ts";
import { reciprocalRankOf } from "./reciprocal-rank.ts";
import { successOf } from "./success.ts";

/** Value of one metric for one judged ranking. */
export function measureRanking(metric: Metric, ranking: JudgedRanking): number {
  const { measure, cutoff } = metric;
  switch (measure) {
    case "ndcg":
      return ndcgOf(ranking, cutoff, linearGain);
    case "ndcg_exp":
      return ndcgOf(ranking, cutoff, exponentialGain);
    case "mrr":
      return reciprocalRankOf(ranking, cutoff);
    case "map":
      return averagePrecisionOf(ranking, cutoff, ranking.relevantCount);
    case "rbp":
      return rankBiasedPrecisionOf(ranking, cutoff, metric.persistence);
    case "rprec":
      return rPrecisionOf(ranking);
    case "bpref":
      return bprefOf(ranking);
    default:
      return measureAtCutoff(measure, ranking, cutoff ?? NaN);
  }
}

type AtCutoff = "accuracy" | "success" | "precision" | "recall" | "judged";

function measureAtCutoff(measure: AtCutoff, ranking: JudgedRanking, cutoff: number): number {
  switch (measure) {
    case "accuracy":
    case "success":
      return successOf(ranking, cutoff);
    case "precision":
      return precisionOf(ranking, cutoff);
    case "recall":
      return recallOf(ranking, cutoff);
    case "judged":
      return judgedOf(ranking, cutoff);
  }
}
