/** Price of a model's tokens. */
export interface ModelPrice {
  /** US dollars for a million tokens read. */
  readonly input: number;
  /** US dollars for a million tokens written. */
  readonly output: number;
  /** US dollars for a million tokens read from a cache. */
  readonly cacheRead: number;
  /** US dollars for a million tokens written to a cache. @default 1.25 × `input` */
  readonly cacheWrite?: number;
  /** Share of these prices that batches cost; in [0, 1]. @default 0.5 */
  readonly batchShare?: number;
}

/** Prices of models, and the day on which they were looked up. */
export interface PriceTable {
  /** Day, as YYYY-MM-DD. */
  readonly date: string;
  /** Model → price. */
  readonly models: ReadonlyMap<string, ModelPrice>;
}

/**
 * List prices in US dollars for a million tokens, prompts up to 100,000 tokens. Prices change:
 * give your own table where it matters, for example `withPrices(PRICE_TABLE, …)`.
 */
export const PRICE_TABLE: PriceTable = {
  date: "2026-11-21",
  models: new Map([
    ["claude-haiku-5-5", { input: 0.1, output: 0.5, cacheRead: 0.01 }],
    ["claude-sonnet-5-5", { input: 2, output: 10, cacheRead: 0.1 }],
    ["claude-opus-5-5", { input: 4, output: 20, cacheRead: 0.2 }],
    ["claude-sonnet-5", { input: 2, output: 10, cacheRead: 0.2 }],
    ["claude-haiku-4-5", { input: 1, output: 5, cacheRead: 0.1 }],
  ]),
};
