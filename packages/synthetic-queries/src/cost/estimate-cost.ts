import { packProducts } from "../generation/pack-products.ts";
import { paraphraseForm } from "../generation/paraphrase-form.ts";
import { questionForm, type PromptSettings } from "../generation/prompt-settings.ts";
import type {
  ProductForQueries,
  QueryProvider,
  WriteQueriesRequest,
} from "../providers/query-provider.ts";
import { PRICE_TABLE, type PriceTable } from "./price-table.ts";
import { usageCost } from "./usage-cost.ts";

/** What is estimated. */
export interface EstimateCostOptions {
  /** Products to ask for. */
  readonly products: readonly ProductForQueries[];
  /** Model to ask. */
  readonly model: string;
  /** Queries a product. @default 4 */
  readonly queriesPerProduct?: number;
  /** Prompt version. @default 1, or 2 when `prompt` asks for what only that can */
  readonly promptVersion?: 1 | 2;
  /** How is asked, as in `generateQueries`. @default prompt version 1 */
  readonly prompt?: PromptSettings;
  /** Paraphrases of every query, asked for as by `paraphraseQueries`. @default 0 */
  readonly paraphrases?: number;
  /** Paid at the price of batches. @default false */
  readonly batch?: boolean;
  /** Counts a text's tokens. @default a rule of thumb: 3.5 characters a token */
  readonly countTokens?: (text: string) => number;
  /** Prices. @default {@link PRICE_TABLE} */
  readonly prices?: PriceTable;
}

/** What generating would cost. */
export interface CostEstimate {
  /** Products asked about. */
  readonly products: number;
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
/** What the JSON of prompt version 2 adds to a query, and to a product. */
const FORM_TOKENS = { query: 5, product: 12 };
/** What the JSON of paraphrases adds to a paraphrase, and to a query. */
const PARAPHRASE_TOKENS = { paraphrase: 3, query: 12 };
/** Stands for a query that is not written yet. */
const SOME_QUERY = "as long as most queries are";
/** What an API adds around system and user text. */
const TOKENS_PER_REQUEST = 12;

/**
 * What it would cost to write queries for products, before anything is spent.
 *
 * @example
 * estimateCost({ products, model: "claude-haiku-5-5" }).usd; // 0.053
 */
export function estimateCost(options: EstimateCostOptions): CostEstimate {
  const { products, model, prices = PRICE_TABLE, batch = false } = options;
  const countTokens = options.countTokens ?? roughTokens;
  let inputTokens = 0;
  const requests = requestsOf(options);
  for (const { prompt } of requests)
    inputTokens += countTokens(prompt.system) + countTokens(prompt.user) + TOKENS_PER_REQUEST;
  const outputTokens = products.length * outputOfProduct(options);
  const price = prices.models.get(model);
  const usd = price === undefined ? null : usageCost({ inputTokens, outputTokens, batch }, price);
  const tokens = { inputTokens, outputTokens };
  const counts = { products: products.length, requests: requests.length };
  return { ...counts, ...tokens, usd, priceDate: prices.date };
}

/**
 * How many characters the provider's own tokenizer makes a token of, counted by its free endpoint
 * on up to 20 requests spread over the work: for `countTokens` of {@link estimateCost}.
 *
 * @returns `undefined` when the provider cannot count.
 * @throws {SyntheticQueriesError} When the provider refuses to count.
 * @example
 * const charactersPerToken = await measureTokens(provider, { products, model: provider.model }); // 4.1
 */
export async function measureTokens(
  provider: QueryProvider,
  options: EstimateCostOptions,
): Promise<number | undefined> {
  if (provider.countTokens === undefined) return undefined;
  const requests = requestsOf(options);
  const step = Math.max(1, Math.floor(requests.length / 20));
  let characters = 0;
  let tokens = 0;
  for (const request of requests.filter((_, index) => index % step === 0).slice(0, 20)) {
    characters += request.prompt.system.length + request.prompt.user.length;
    tokens += Math.max(1, (await provider.countTokens(request)) - TOKENS_PER_REQUEST);
  }
  return tokens === 0 ? undefined : characters / tokens;
}

function requestsOf(options: EstimateCostOptions): readonly WriteQueriesRequest[] {
  const { products, queriesPerProduct = 4, promptVersion: version } = options;
  const settings = { ...options.prompt, ...(version === undefined ? {} : { version }) };
  const form = questionForm(settings, queriesPerProduct);
  const written = packProducts(products, form.packSize).map((pack) => form.question(pack));
  return [...written, ...paraphraseRequests(options)];
}

function paraphraseRequests(options: EstimateCostOptions): readonly WriteQueriesRequest[] {
  const { products, paraphrases = 0 } = options;
  if (paraphrases === 0) return [];
  const queries = Array.from({ length: queriesOfProduct(options) }, () => ({ text: SOME_QUERY }));
  const form = paraphraseForm(new Map(products.map(({ id }) => [id, queries])), paraphrases);
  return products.map((product) => form.question([product]));
}

function queriesOfProduct({ queriesPerProduct = 4, prompt }: EstimateCostOptions): number {
  const mix = Object.values(prompt?.styles ?? {});
  return mix.length === 0 ? queriesPerProduct : mix.reduce((sum, n) => sum + n, 0);
}

function outputOfProduct(options: EstimateCostOptions): number {
  const { queriesPerProduct = 4, promptVersion, prompt, paraphrases = 0 } = options;
  const version = promptVersion === undefined ? {} : { version: promptVersion };
  const queries = queriesOfProduct(options);
  const written =
    questionForm({ ...prompt, ...version }, queriesPerProduct).version === 1
      ? queries * TOKENS_PER_QUERY
      : queries * (TOKENS_PER_QUERY + FORM_TOKENS.query) + FORM_TOKENS.product;
  const { paraphrase, query } = PARAPHRASE_TOKENS;
  const each = query + paraphrases * (TOKENS_PER_QUERY + paraphrase);
  return written + (paraphrases === 0 ? 0 : FORM_TOKENS.product + queries * each);
}

/** A rule of thumb for English text. */
function roughTokens(text: string): number {
  return Math.ceil(text.length / 3.5);
}
