export { SyntheticQueriesError } from "./synthetic-queries-error.ts";
export type {
  SyntheticQueriesErrorCode,
  SyntheticQueriesErrorOptions,
} from "./synthetic-queries-error.ts";

export { generateQueries } from "./generation/generate-queries.ts";
export type {
  GenerateQueriesOptions,
  GenerationResult,
  SuspiciousProduct,
} from "./generation/generate-queries.ts";
export { paraphraseQueries } from "./generation/paraphrase-queries.ts";
export type {
  ParaphraseQueriesOptions,
  ParaphraseResult,
  QueryToParaphrase,
} from "./generation/paraphrase-queries.ts";
export type { AskedProducts, AskProductsOptions } from "./generation/ask-products.ts";
export type { PromptSettings } from "./generation/prompt-settings.ts";
export type { GenerationProgress } from "./generation/generation-progress.ts";
export type { SkipReason } from "./generation/product-outcome.ts";
export type { SkippedProduct } from "./generation/skipped-product.ts";
export type { SyntheticQuery } from "./generation/synthetic-query.ts";
export { trainingPairs } from "./generation/training-pairs.ts";

export { createRecordedProvider } from "./providers/create-recorded-provider.ts";
export type {
  RecordedProvider,
  RecordedProviderOptions,
} from "./providers/create-recorded-provider.ts";
export { createAnthropicProvider } from "./providers/create-anthropic-provider.ts";
export type { AnthropicProviderOptions } from "./providers/create-anthropic-provider.ts";
export { createOpenAiProvider } from "./providers/create-openai-provider.ts";
export type { OpenAiProviderOptions } from "./providers/create-openai-provider.ts";
export { createOllamaProvider } from "./providers/create-ollama-provider.ts";
export type { OllamaProviderOptions } from "./providers/create-ollama-provider.ts";
export { RetryLater } from "./requests/retry-later.ts";
export type {
  ProductForQueries,
  ProviderAnswer,
  ProviderAttempts,
  QueryProvider,
  TokenUsage,
  WriteQueriesRequest,
  WrittenQuery,
} from "./providers/query-provider.ts";
export { createAnthropicBatchProvider } from "./batches/create-anthropic-batch-provider.ts";
export type { AnthropicBatchProviderOptions } from "./batches/create-anthropic-batch-provider.ts";
export type {
  BatchOutcome,
  BatchRequest,
  BatchResult,
  BatchState,
  QueryBatches,
} from "./batches/query-batches.ts";

export { buildPrompt } from "./prompts/build-prompt.ts";
export type { BuildPromptOptions, Prompt } from "./prompts/build-prompt.ts";
export { buildPackedPrompt } from "./prompts/build-packed-prompt.ts";
export type { PackedPrompt, PackedPromptOptions } from "./prompts/build-packed-prompt.ts";
export { QUERY_STYLES } from "./prompts/query-style.ts";
export type { QueryStyle, StyleMix } from "./prompts/query-style.ts";
export { parseAnswer } from "./answers/parse-answer.ts";
export type { CandidateQuery, ParsedAnswer } from "./answers/parse-answer.ts";
export { parsePackedAnswer } from "./answers/parse-packed-answer.ts";
export type { PackedAnswer } from "./answers/parse-packed-answer.ts";
export { headQueries } from "./head/head-queries.ts";
export type { HeadQueriesOptions, HeadQuery } from "./head/head-queries.ts";
export { ruleQueries } from "./rules/rule-queries.ts";
export type { RuleQueriesOptions } from "./rules/rule-queries.ts";
export { createRuleProvider } from "./rules/create-rule-provider.ts";
export type { RuleProviderOptions } from "./rules/create-rule-provider.ts";
export { auditProduct } from "./audit/audit-product.ts";
export type { Suspicion } from "./audit/audit-product.ts";

export { filterQueries } from "./gates/filter-queries.ts";
export type { FilteredQueries } from "./gates/filter-queries.ts";
export type {
  EarlierQuery,
  QueryGate,
  QueryGateOptions,
  QueryToFilter,
  RemovedQuery,
} from "./gates/query-gate.ts";
export { countMatches } from "./gates/count-matches.ts";
export type { RoundTripOptions } from "./gates/check-round-trip.ts";

export { estimateCost, measureTokens } from "./cost/estimate-cost.ts";
export type { CostEstimate, EstimateCostOptions } from "./cost/estimate-cost.ts";
export type { GenerationCost } from "./cost/cost-meter.ts";
export { usageCost } from "./cost/usage-cost.ts";
export { PRICE_TABLE } from "./cost/price-table.ts";
export type { ModelPrice, PriceTable } from "./cost/price-table.ts";
export { withPrices } from "./cost/with-prices.ts";
