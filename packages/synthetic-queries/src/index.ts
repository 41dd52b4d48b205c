export { SyntheticQueriesError } from "./synthetic-queries-error.ts";
export type {
  SyntheticQueriesErrorCode,
  SyntheticQueriesErrorOptions,
} from "./synthetic-queries-error.ts";

export { generateQueries } from "./generate-queries.ts";
export type {
  GenerateQueriesOptions,
  GenerationResult,
  SkippedProduct,
} from "./generate-queries.ts";
export type { GenerationProgress } from "./generation-progress.ts";
export type { SkipReason } from "./collect-answers.ts";
export type { GenerationCost } from "./cost-meter.ts";
export type { SyntheticQuery } from "./synthetic-query.ts";
export { trainingPairs } from "./training-pairs.ts";

export { createRecordedProvider } from "./create-recorded-provider.ts";
export type { RecordedProvider, RecordedProviderOptions } from "./create-recorded-provider.ts";
export { createAnthropicProvider } from "./create-anthropic-provider.ts";
export type { AnthropicProviderOptions } from "./create-anthropic-provider.ts";
export type {
  ProductForQueries,
  ProviderAnswer,
  QueryProvider,
  TokenUsage,
  WriteQueriesRequest,
  WrittenQuery,
} from "./query-provider.ts";

export { buildPrompt } from "./build-prompt.ts";
export type { BuildPromptOptions, Prompt } from "./build-prompt.ts";
export { QUERY_STYLES } from "./query-style.ts";
export type { QueryStyle } from "./query-style.ts";
export { parseAnswer } from "./parse-answer.ts";
export type { CandidateQuery, ParsedAnswer } from "./parse-answer.ts";
export { filterQueries } from "./filter-queries.ts";
export type {
  FilteredQueries,
  QueryGate,
  QueryGateOptions,
  QueryToFilter,
  RemovedQuery,
} from "./filter-queries.ts";

export { estimateCost } from "./estimate-cost.ts";
export type { CostEstimate, EstimateCostOptions } from "./estimate-cost.ts";
export { usageCost } from "./usage-cost.ts";
export { PRICE_TABLE } from "./price-table.ts";
export type { ModelPrice, PriceTable } from "./price-table.ts";
