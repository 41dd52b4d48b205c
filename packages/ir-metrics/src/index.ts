export { IrMetricsError } from "./ir-metrics-error.ts";
export type { IrMetricsErrorCode, IrMetricsErrorOptions } from "./ir-metrics-error.ts";

export type { DocId, Grades, Qrels, QueryId } from "./ranking/qrels.ts";
export type { Run, ScoredDoc } from "./ranking/run.ts";
export { compareDocIds } from "./ranking/compare-doc-ids.ts";
export { rankByScore } from "./ranking/rank-by-score.ts";

export type { Metric, MetricName, MeasureName } from "./measures/metric.ts";
export { parseMetricName } from "./measures/parse-metric-name.ts";
export { parseMetricNames } from "./measures/parse-metric-names.ts";
export { ndcg } from "./measures/ndcg.ts";
export { ndcgExponential } from "./measures/ndcg-exponential.ts";
export { reciprocalRank } from "./measures/reciprocal-rank.ts";
export { precision } from "./measures/precision.ts";
export { recall } from "./measures/recall.ts";
export { success } from "./measures/success.ts";
export { averagePrecision } from "./measures/average-precision.ts";
export { rPrecision } from "./measures/r-precision.ts";
export { bpref } from "./measures/bpref.ts";
export { rankBiasedPrecision } from "./measures/rank-biased-precision.ts";
export type { RankBiasedPrecisionOptions } from "./measures/rank-biased-precision.ts";
export { rankBiasedResidual } from "./measures/rank-biased-residual.ts";
export { rankBiasedOverlap } from "./measures/rank-biased-overlap.ts";
export type {
  RankBiasedOverlap,
  RankBiasedOverlapOptions,
} from "./measures/rank-biased-overlap.ts";
export { overlapRuns } from "./measures/overlap-runs.ts";
export type { RunOverlap } from "./measures/overlap-runs.ts";
export { judged } from "./measures/judged.ts";
export { countRelevant } from "./measures/count-relevant.ts";
export type { CountRelevantOptions, RelevantCounts } from "./measures/count-relevant.ts";
export { evaluateRun } from "./measures/evaluate-run.ts";
export type {
  EvaluateRunOptions,
  EvaluationConvention,
  EvaluationResult,
} from "./measures/evaluate-run.ts";

export { evaluateScores } from "./scores/evaluate-scores.ts";
export type {
  EvaluateScoresOptions,
  ScoreBlock,
  ScoredCorpus,
  ScoreEvaluation,
} from "./scores/evaluate-scores.ts";

export { compareRuns } from "./comparison/compare-runs.ts";
export type {
  CompareRunsOptions,
  MetricComparison,
  PairedTest,
  RunComparison,
} from "./comparison/compare-runs.ts";
export { compareManyRuns } from "./comparison/compare-many-runs.ts";
export type {
  ComparedRun,
  CompareManyRunsOptions,
  ManyRunsComparison,
} from "./comparison/compare-many-runs.ts";
export { queryDifferences } from "./comparison/query-differences.ts";
export { pairedRandomizationTest } from "./comparison/paired-randomization-test.ts";
export type {
  PairedRandomizationTestOptions,
  RandomizationTestResult,
} from "./comparison/paired-randomization-test.ts";
export { bootstrapInterval } from "./comparison/bootstrap-interval.ts";
export type { BootstrapIntervalOptions } from "./comparison/bootstrap-interval.ts";
export { pairedTTest } from "./comparison/paired-t-test.ts";
export type { PairedTTestOptions, PairedTTestResult } from "./comparison/paired-t-test.ts";
export { wilcoxonTest } from "./comparison/wilcoxon-test.ts";
export type { WilcoxonTestOptions, WilcoxonTestResult } from "./comparison/wilcoxon-test.ts";
export { signTest } from "./comparison/sign-test.ts";
export type { SignTestResult } from "./comparison/sign-test.ts";
export { cohensDz } from "./comparison/cohens-dz.ts";
export { adjustPValues } from "./comparison/adjust-p-values.ts";
export type { PValueAdjustment } from "./comparison/adjust-p-values.ts";
export { smallestDetectableDifference } from "./comparison/smallest-detectable-difference.ts";
export type {
  DetectDifferenceOptions,
  DifferenceSpread,
  SmallestDetectableDifferenceOptions,
} from "./comparison/smallest-detectable-difference.ts";
export { queriesNeeded } from "./comparison/queries-needed.ts";
export type { WantedDifference } from "./comparison/queries-needed.ts";
export type { ClusterOptions } from "./comparison/sum-clusters.ts";
export { judgePower } from "./comparison/judge-power.ts";
export type { JudgePowerOptions, PowerVerdict } from "./comparison/judge-power.ts";

export { interleaveTeamDraft } from "./interleaving/interleave-team-draft.ts";
export type {
  InterleavedDoc,
  InterleaveOptions,
  Team,
} from "./interleaving/interleave-team-draft.ts";
export { simulateClicks } from "./interleaving/simulate-clicks.ts";
export type { ClickModel, SimulateClicksOptions } from "./interleaving/simulate-clicks.ts";
export { judgeInterleaving } from "./interleaving/judge-interleaving.ts";
export type { Impression, InterleavingVerdict } from "./interleaving/judge-interleaving.ts";

export { sliceQueries } from "./slices/slice-queries.ts";
export type { QueryAttributes, QuerySlice } from "./slices/slice-queries.ts";
export { selectQueries } from "./slices/select-queries.ts";
export { measureSlices } from "./slices/measure-slices.ts";
export type { MeasuredSlice, SliceMean } from "./slices/measure-slices.ts";
export { compareSlices } from "./slices/compare-slices.ts";
export type { SliceComparison } from "./slices/compare-slices.ts";

export { readQrels } from "./formats/read-qrels.ts";
export type { QrelsFormat, ReadQrelsOptions } from "./formats/read-qrels.ts";
export { readRun } from "./formats/read-run.ts";
export type { ReadRunOptions, RunFormat } from "./formats/read-run.ts";
export type { TextChunks } from "./formats/text-reader.ts";
export { parseTrecQrels } from "./formats/parse-trec-qrels.ts";
export { formatTrecQrels } from "./formats/format-trec-qrels.ts";
export { parseTrecRun } from "./formats/parse-trec-run.ts";
export { formatTrecRun } from "./formats/format-trec-run.ts";
export { parseBeirQrels } from "./formats/parse-beir-qrels.ts";
export { parseRanxQrels } from "./formats/parse-ranx-qrels.ts";
export { formatRanxQrels } from "./formats/format-ranx-qrels.ts";
export { parseRanxRun } from "./formats/parse-ranx-run.ts";
export { formatRanxRun } from "./formats/format-ranx-run.ts";
export { streamTrecRun } from "./formats/stream-trec-run.ts";
export { streamRanxRun } from "./formats/stream-ranx-run.ts";
export { formatTrecEval } from "./formats/format-trec-eval.ts";
export type { FormatTrecEvalOptions } from "./formats/format-trec-eval.ts";
export { trecEvalName } from "./formats/trec-eval-name.ts";
