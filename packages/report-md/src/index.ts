export type { ReportData } from "./data/report-data.ts";
export type { BaseModelFacts, HardwareFacts, SystemContext } from "./data/system-context.ts";
export type {
  ExtractionFacts,
  GenerationFacts,
  LeakCheckFacts,
  SplitCounts,
  SplitFacts,
} from "./data/preparation-facts.ts";
export type {
  HardNegativeFacts,
  LearningCurvePoint,
  TrainingFacts,
  TrainingLoss,
} from "./data/training-facts.ts";
export type { SliceResult, SystemResult, TestFacts, TestName } from "./data/test-facts.ts";
export type {
  BeforeAfter,
  ExampleReason,
  QueryExample,
  RankedProduct,
} from "./data/query-example.ts";
export type { QueryChange } from "./data/query-change.ts";
export type {
  ArtefactFacts,
  ForgettingFacts,
  LatencyFacts,
  ParityFacts,
  StepTime,
} from "./data/delivery-facts.ts";

export { figuresFolder, renderReport } from "./markdown/render-report.ts";
export type { RenderReportOptions } from "./markdown/render-report.ts";
export { renderHtmlReport } from "./html/render-html-report.ts";

export { drawFigures } from "./figures/draw-figures.ts";
export type { Figure } from "./figures/figure.ts";
export { standaloneSvg } from "./figures/standalone-svg.ts";

export { conclusion } from "./verdict/conclusion.ts";
export { headlineTest } from "./verdict/headline-test.ts";
export type { HeadlineTest } from "./verdict/headline-test.ts";
export { judgeDifference } from "./verdict/judge-difference.ts";
export type { Verdict } from "./verdict/judge-difference.ts";
export { switchAdvice } from "./verdict/switch-advice.ts";
export type { SwitchAdvice } from "./verdict/switch-advice.ts";
export { findLimitations } from "./verdict/find-limitations.ts";
export type { Limitation, LimitationCode } from "./verdict/find-limitations.ts";
export { chooseExampleQueries } from "./verdict/choose-example-queries.ts";
export type { ChooseExampleQueriesOptions, ChosenQuery } from "./verdict/choose-example-queries.ts";
export { comparisonHeader } from "./verdict/comparison-header.ts";

export { formatEvaluationTable } from "./console/format-evaluation-table.ts";
export type { EvaluationTableOptions } from "./console/format-evaluation-table.ts";
export { formatComparisonTable } from "./console/format-comparison-table.ts";
export type { ComparisonTableOptions } from "./console/format-comparison-table.ts";
export { formatSideBySide } from "./console/format-side-by-side.ts";
export type { SideBySideOptions } from "./console/format-side-by-side.ts";
export { formatBoxTable } from "./console/format-box-table.ts";
export type { BoxColumn, BoxTableOptions } from "./console/format-box-table.ts";
export type { BoxFrame } from "./console/draw-box.ts";
export type { CellAlign } from "./console/fit-cell.ts";

export { renderComment } from "./gates/render-comment.ts";
export type { RenderCommentOptions } from "./gates/render-comment.ts";
export { renderJUnit } from "./gates/render-junit.ts";
export type { RenderJUnitOptions } from "./gates/render-junit.ts";
export type { GateResult } from "./gates/gate-result.ts";

export { historyEntry } from "./history/history-entry.ts";
export type { HistoryEntry, HistoryResult } from "./history/history-entry.ts";
export { formatHistoryTable } from "./history/format-history-table.ts";
export { drawHistory } from "./history/draw-history.ts";
export { renderHistoryPage } from "./history/render-history-page.ts";
export type { HistoryPageEntry, RenderHistoryPageOptions } from "./history/render-history-page.ts";

export { toAscii } from "./text/to-ascii.ts";
export { stripControl } from "./text/strip-control.ts";
export { cutText } from "./text/cut-text.ts";
export { escapeMarkdown } from "./text/escape-markdown.ts";
export { escapeHtml } from "./text/escape-html.ts";
export { escapeXml } from "./text/escape-xml.ts";
export { formatNumber } from "./text/format-number.ts";
export { formatSigned } from "./text/format-signed.ts";
export { formatPercent } from "./text/format-percent.ts";
export { formatCount } from "./text/format-count.ts";
export { queryWords } from "./verdict/query-words.ts";
export { formatInterval } from "./text/format-interval.ts";
export { formatPValue } from "./text/format-p-value.ts";
export { formatDuration } from "./text/format-duration.ts";
export { metricLabel } from "./text/metric-label.ts";
