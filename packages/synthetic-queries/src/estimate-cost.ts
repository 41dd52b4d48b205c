import { buildPrompt, type BuildPromptOptions, type Prompt } from "./build-prompt.ts";
import { PRICE_TABLE, type PriceTable } from "./price-table.ts";
import type { ProductForQueries } from "./query-provider.ts";
import { usageCost } from "./usage-cost.ts";

/** What is estimated. */
export interface EstimateCostOptions {
  /** Products to ask for. */
  readonly products: readonly ProductForQueries[];
  /** Model to ask. */
  readonly model: string;
  /** Queries a product. @default 4 */
  readonly queriesPerProduct?: number;
  /** Prompt version. @default 1 */
  readonly promptVersion?: BuildPromptOptions["version"];
  /** Counts a text's tokens. @default a rule of thumb: 3.5 characters a token */
  readonly countTokens?: (text: string) => number;
  /** Prices. @default {@link PRICE_TABLE} */
  readonly prices?: PriceTable;
}

/** What generating would cost. */
export interface CostEstimate {
  /** Questions asked. */
  readonly requests: number;
  /** Tokens read. */
  readonly inputTokens: number;
  /** Tokens written. */
  readonly outputTokens: number;
  /** US dollars; `null` when the model's price is not known. */
  readonly usd: number | null;
  /** Day of the prices. */
  readonly priceDate: string;
}

/** A query of 3–8 words and its line end. */
const TOKENS_PER_QUERY = 9;
/** What an API adds around system and user text. */
const TOKENS_PER_REQUEST = 12;

/**
 * What it would cost to write queries for products, before anything is spent.
 *
 * @example
 * estimateCost({ products, model: "claude-haiku-5-5" }).usd; // 0.053
 */
export function estimateCost(options: EstimateCostOptions): CostEstimate {
  const { products, model, queriesPerProduct = 4, prices = PRICE_TABLE } = options;
  const countTokens = options.countTokens ?? roughTokens;
  let inputTokens = 0;
  for (const product of products) {
    const version = options.promptVersion ?? 1;
    inputTokens += promptTokens(
      buildPrompt(product, { count: queriesPerProduct, version }),
      countTokens,
    );
  }
  const outputTokens = products.length * queriesPerProduct * TOKENS_PER_QUERY;
  const price = prices.models.get(model);
  const usd = price === undefined ? null : usageCost({ inputTokens, outputTokens }, price);
  return { requests: products.length, inputTokens, outputTokens, usd, priceDate: prices.date };
}

/** Tokens of a prompt as they will be charged. */
export function promptTokens(prompt: Prompt, countTokens: (text: string) => number): number {
  return countTokens(prompt.system) + countTokens(prompt.user) + TOKENS_PER_REQUEST;
}

/** A rule of thumb for English text. */
export function roughTokens(text: string): number {
  return Math.ceil(text.length / 3.5);
}
