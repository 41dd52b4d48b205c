import type { ModelPrice } from "./price-table.ts";
import type { TokenUsage } from "./query-provider.ts";

const MILLION = 1_000_000;

/**
 * What tokens cost in US dollars.
 *
 * @example
 * usageCost({ inputTokens: 300, outputTokens: 40 }, { input: 0.1, output: 0.5, cacheRead: 0.01 }); // 0.00005
 */
export function usageCost(usage: TokenUsage, price: ModelPrice): number {
  const cached = (usage.cacheReadTokens ?? 0) * price.cacheRead;
  return (usage.inputTokens * price.input + usage.outputTokens * price.output + cached) / MILLION;
}
