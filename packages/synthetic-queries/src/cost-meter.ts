import type { PriceTable } from "./price-table.ts";
import type { TokenUsage } from "./query-provider.ts";
import { usageCost } from "./usage-cost.ts";

/** What answers have cost. */
export interface GenerationCost {
  /** Model that was paid. */
  readonly model: string;
  /** Paid answers, those stored earlier included. */
  readonly requests: number;
  /** Tokens read, those from a cache left out. */
  readonly inputTokens: number;
  /** Tokens written. */
  readonly outputTokens: number;
  /** Tokens read from a cache. */
  readonly cacheReadTokens: number;
  /** US dollars; `null` when the model's price is not known. */
  readonly usd: number | null;
  /** Day of the prices. */
  readonly priceDate: string;
}

/** Adds up what answers cost and says whether another one fits into the budget. */
export class CostMeter {
  readonly #model: string;
  readonly #prices: PriceTable;
  readonly #maxUsd: number;
  #paid = { requests: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0 };
  #reservedUsd = 0;
  readonly #underWay = new Set<Promise<void>>();

  constructor(model: string, prices: PriceTable, maxUsd = Number.POSITIVE_INFINITY) {
    this.#model = model;
    this.#prices = prices;
    this.#maxUsd = maxUsd;
  }

  /**
   * Sets aside what a request can cost at most. Where only requests under way stand against it,
   * it waits for them, for they mostly cost less than was set aside.
   *
   * @returns What to call when the request is over, or `undefined` when the budget does not reach.
   */
  async reserve(most: TokenUsage): Promise<(() => void) | undefined> {
    const price = this.#prices.models.get(this.#model);
    const usd = price === undefined ? 0 : usageCost(most, price);
    while ((this.cost().usd ?? 0) + this.#reservedUsd + usd > this.#maxUsd) {
      if (this.#underWay.size === 0) return undefined;
      await Promise.race(this.#underWay);
    }
    const { promise: over, resolve } = Promise.withResolvers<void>();
    this.#reservedUsd += usd;
    this.#underWay.add(over);
    return () => {
      this.#underWay.delete(over);
      this.#reservedUsd = this.#underWay.size === 0 ? 0 : this.#reservedUsd - usd;
      resolve();
    };
  }

  /** Counts an answer; one without usage cost nothing. */
  count(usage: TokenUsage | undefined): void {
    if (usage === undefined) return;
    const paid = this.#paid;
    this.#paid = {
      requests: paid.requests + 1,
      inputTokens: paid.inputTokens + usage.inputTokens,
      outputTokens: paid.outputTokens + usage.outputTokens,
      cacheReadTokens: paid.cacheReadTokens + (usage.cacheReadTokens ?? 0),
    };
  }

  /** What was counted so far. */
  cost(): GenerationCost {
    const price = this.#prices.models.get(this.#model);
    const usd =
      this.#paid.requests === 0 ? 0 : price === undefined ? null : usageCost(this.#paid, price);
    return { model: this.#model, ...this.#paid, usd, priceDate: this.#prices.date };
  }
}
