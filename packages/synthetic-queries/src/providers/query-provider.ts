import type { QueryBatches } from "../batches/query-batches.ts";
import type { Prompt } from "../prompts/build-prompt.ts";

/** What is known of a product when queries are written for it. */
export interface ProductForQueries {
  /** Unique in the catalogue. */
  readonly id: string;
  /** Never empty. */
  readonly title: string;
  /** Free text, or `null`. */
  readonly description: string | null;
  /** Name of the category, or `null`. */
  readonly category: string | null;
}

/** A query as a provider wrote it. */
export interface WrittenQuery {
  /** The query. */
  readonly text: string;
  /** Its kind, where the provider says it. */
  readonly style?: string;
  /** The query that it says in other words; of paraphrases. */
  readonly of?: string;
}

/** One question to a provider: the queries of one product. */
export interface WriteQueriesRequest {
  /** The product. */
  readonly product: ProductForQueries;
  /** All products of a pack, the one above first. @default that one alone */
  readonly products?: readonly ProductForQueries[];
  /** Asks for so many paraphrases of each of these queries of the product. @default new queries */
  readonly paraphrase?: { readonly queries: readonly WrittenQuery[]; readonly count: number };
  /** What the model is told. */
  readonly prompt: Prompt;
  /** The answer's length at most. */
  readonly maxTokens: number;
  /** Form of the answer as a JSON schema, for models that can keep to one. @default free text */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Breaks the question off. */
  readonly signal?: AbortSignal;
}

/** Tokens that one answer cost. */
export interface TokenUsage {
  /** Tokens read, those from a cache left out. */
  readonly inputTokens: number;
  /** Tokens written. */
  readonly outputTokens: number;
  /** Tokens read from a cache. @default 0 */
  readonly cacheReadTokens?: number;
  /** Tokens written to a cache, which cost more than reading. @default 0 */
  readonly cacheWriteTokens?: number;
  /** Paid at the price of batches. @default false */
  readonly batch?: boolean;
}

/** One answer of a provider. */
export interface ProviderAnswer {
  /** The text as the model wrote it, or the queries where they come apart already. */
  readonly text: string | readonly WrittenQuery[];
  /** What it cost; left out where nothing is paid. */
  readonly usage?: TokenUsage;
  /** Why the model stopped: "end_turn", "max_tokens", "refusal" … */
  readonly stopReason?: string;
}

/** How single tries are made. */
export interface ProviderAttempts {
  /**
   * One try. A `RetryLater` may be tried again, a `SyntheticQueriesError` is final.
   */
  once(request: WriteQueriesRequest): Promise<ProviderAnswer>;
  /** How often to try again. */
  readonly maxRetries: number;
  /** Wait before the first time, doubled each time up to 8 s and stretched at random up to twice. */
  readonly firstWaitMs: number;
}

/** Something that writes queries: an API, a local model, recorded answers. */
export interface QueryProvider {
  /** Short name: "anthropic", "recorded" … */
  readonly name: string;
  /** Model that writes; part of every query and of what decides whether an answer is reused. */
  readonly model: string;
  /**
   * What else decides whether a stored answer is still this provider's answer.
   * @default "" nothing else
   */
  readonly fingerprint?: string;
  /** Answers cost nothing. @default false */
  readonly free?: boolean;
  /** Can answer about several products in one request. @default true */
  readonly packs?: boolean;
  /** One try at a question, for a caller that does the trying again. @default only `writeQueries` */
  readonly attempts?: ProviderAttempts;
  /** Answers many questions later at a lower price; where it is there, it is used. */
  readonly batches?: QueryBatches;
  /** Counts the tokens that a request would be charged for, without cost. */
  countTokens?(request: WriteQueriesRequest): Promise<number>;
  /**
   * Answers one question. A `SyntheticQueriesError` is final: the provider has tried again by
   * itself as far as that makes sense. Any other error is tried again by the caller.
   */
  writeQueries(request: WriteQueriesRequest): Promise<ProviderAnswer>;
}
