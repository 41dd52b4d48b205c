import type { TokenUsage } from "../providers/query-provider.ts";
import type { ModelPrice, PriceTable } from "./price-table.ts";
import { usageCost } from "./usage-cost.ts";

/** What answers have cost. */
export interface GenerationCost {
  /** Model that was paid. */
  readonly model: string;
  /** Paid requests, those stored earlier included. */
  readonly requests: number;
  /** Tokens read, those from a cache left out. */
  readonly inputTokens: number;
  /** Tokens written. */
  readonly outputTokens: number;
  /** Tokens read from a cache. */
  readonly cacheReadTokens: number;
  /** Tokens written to a cache. */
  readonly cacheWriteTokens: number;
  /** How many of the requests were paid at the price of batches. */
  readonly batchRequests: number;
  /** US dollars; `null` when the model's price is not known. */
  readonly usd: number | null;
  /** Day of the prices. */
  readonly priceDate: string;
}

/** Adds up what answers cost and says whether another one fits into the budget. */
export class CostMeter {
  readonly #model: string;
  readonly #price: ModelPrice | undefined;
  readonly #priceDate: string;
  readonly #maxUsd: number;
  readonly #paid = {
    requests: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    batchRequests: 0,
  };
  #usd = 0;
  #reservedUsd = 0;
  readonly #underWay = new Set<Promise<void>>();

  constructor(model: string, prices: PriceTable, maxUsd = Number.POSITIVE_INFINITY) {
    this.#model = model;
    this.#price = prices.models.get(model);
    this.#priceDate = prices.date;
    this.#maxUsd = maxUsd;
  }

  /**
   * Sets aside what a request can cost at most. Where only requests under way stand against it,
   * it waits for them, for they mostly cost less than was set aside.
   *
   * @returns What to call when the request is over, or `undefined` when the budget does not reach.
   */
  async reserve(most: TokenUsage): Promise<(() => void) | undefined> {
    for (;;) {
      const release = this.tryReserve(most);
      if (release !== undefined || this.#underWay.size === 0) return release;
      await Promise.race(this.#underWay);
    }
  }

  /** Sets aside at once, or gives `undefined` when the budget does not reach now. */
  tryReserve(most: TokenUsage): (() => void) | undefined {
    const usd = this.#price === undefined ? 0 : usageCost(most, this.#price);
    if (this.#usd + this.#reservedUsd + usd > this.#maxUsd) return undefined;
    const { promise: over, resolve } = Promise.withResolvers<void>();
    this.#reservedUsd += usd;
    this.#underWay.add(over);
    return () => {
      if (!this.#underWay.delete(over)) return;
      this.#reservedUsd = this.#underWay.size === 0 ? 0 : this.#reservedUsd - usd;
      resolve();
    };
  }

  /**
   * Counts an answer, or one product's share of it; one without usage cost nothing.
   *
   * @param requests 1 for an answer or the first share of one, 0 for the other shares.
   */
  count(usage: TokenUsage | undefined, requests = 1): void {
    if (usage === undefined) return;
    this.#paid.requests += requests;
    this.#paid.batchRequests += usage.batch === true ? requests : 0;
    this.#paid.inputTokens += usage.inputTokens;
    this.#paid.outputTokens += usage.outputTokens;
    this.#paid.cacheReadTokens += usage.cacheReadTokens ?? 0;
    this.#paid.cacheWriteTokens += usage.cacheWriteTokens ?? 0;
    if (this.#price !== undefined) this.#usd += usageCost(usage, this.#price);
  }

  /** What was counted so far. */
  cost(): GenerationCost {
    const usd = this.#paid.requests === 0 ? 0 : this.#price === undefined ? null : this.#round();
    return { model: this.#model, ...this.#paid, usd, priceDate: this.#priceDate };
  }

  /** Sums of the same answers in another order differ in the last digits: they are cut off. */
  #round(): number {
    return Number(this.#usd.toPrecision(12));
  }
}
