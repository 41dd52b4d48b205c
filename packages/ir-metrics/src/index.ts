export { IrMetricsError } from "./ir-metrics-error.ts";
export type { IrMetricsErrorCode, IrMetricsErrorOptions } from "./ir-metrics-error.ts";

export type { DocId, Grades, Qrels, QueryId } from "./ranking/qrels.ts";
export type { Run, ScoredDoc } from "./ranking/run.ts";
export { compareDocIds } from "./ranking/compare-doc-ids.ts";
export { rankByScore } from "./ranking/rank-by-score.ts";

export type { Metric, MetricName, MeasureName } from "./measures/metric.ts";
export { parseMetricName } from "./measures/parse-metric-name.ts";
export { ndcg } from "./measures/ndcg.ts";
export { ndcgExponential } from "./measures/ndcg-exponential.ts";
export { reciprocalRank } from "./measures/reciprocal-rank.ts";
export { precision } from "./measures/precision.ts";
export { recall } from "./measures/recall.ts";
export { success } from "./measures/success.ts";
export { averagePrecision } from "./measures/average-precision.ts";
export { rPrecision } from "./measures/r-precision.ts";
export { bpref } from "./measures/bpref.ts";
export { judged } from "./measures/judged.ts";
export { countRelevant } from "./measures/count-relevant.ts";
export type { RelevantCounts } from "./measures/count-relevant.ts";
export { evaluateRun } from "./measures/evaluate-run.ts";
export type {
  EvaluateRunOptions,
  EvaluationConvention,
  EvaluationResult,
} from "./measures/evaluate-run.ts";

export { compareRuns } from "./comparison/compare-runs.ts";
export type {
  CompareRunsOptions,
  MetricComparison,
  RunComparison,
} from "./comparison/compare-runs.ts";
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
  DifferenceSpread,
  SmallestDetectableDifferenceOptions,
} from "./comparison/smallest-detectable-difference.ts";

export { parseTrecQrels } from "./formats/parse-trec-qrels.ts";
export { formatTrecQrels } from "./formats/format-trec-qrels.ts";
export { parseTrecRun } from "./formats/parse-trec-run.ts";
export { formatTrecRun } from "./formats/format-trec-run.ts";
export { parseBeirQrels } from "./formats/parse-beir-qrels.ts";
