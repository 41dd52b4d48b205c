export { captureLiveSearch } from "./capture/capture-live-search.ts";
export type { CaptureLiveSearchOptions } from "./capture/capture-live-search.ts";
export { formatCapture } from "./capture/format-capture.ts";
export type { ResponseFields } from "./capture/read-results.ts";
export { defaultQueries } from "./default-queries.ts";
export { compareCaptures } from "./diff/compare-captures.ts";
export { formatComparison } from "./diff/format-comparison.ts";
export type {
  CaptureComparison,
  ComparedCapture,
  QueryComparison,
  RankMove,
} from "./diff/capture-comparison.ts";
export { interleaveCaptures } from "./interleave/interleave-captures.ts";
export type { InterleaveCapturesOptions } from "./interleave/interleave-captures.ts";
export { formatVerdict } from "./interleave/format-verdict.ts";
export { readImpressions } from "./files/read-impressions.ts";
export { readCapture } from "./files/read-capture.ts";
export { readJudged } from "./files/read-judged.ts";
export { readQueries } from "./files/read-queries.ts";
export { writeCapture } from "./files/write-capture.ts";
export type { CapturedModel } from "./capture/read-model.ts";
export type { JudgedComparison, JudgedQueries } from "./diff/compare-judged.ts";
export type {
  CapturedQuery,
  CapturedRepeats,
  CapturedResult,
  CaptureSummary,
  LiveCapture,
} from "./live-capture.ts";
export { LiveCompareError } from "./live-compare-error.ts";
export type { LiveCompareErrorCode, LiveCompareErrorOptions } from "./live-compare-error.ts";
