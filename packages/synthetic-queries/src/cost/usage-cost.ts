import type { TokenUsage } from "../providers/query-provider.ts";
import type { ModelPrice } from "./price-table.ts";

const MILLION = 1_000_000;
const CACHE_WRITE_SHARE = 1.25;
const BATCH_SHARE = 0.5;

/**
 * What tokens cost in US dollars, those of a batch at the price of batches.
 *
 * @example
 * usageCost({ inputTokens: 300, outputTokens: 40 }, { input: 0.1, output: 0.5, cacheRead: 0.01 }); // 0.00005
 */
export function usageCost(usage: TokenUsage, price: ModelPrice): number {
  const { cacheWrite = price.input * CACHE_WRITE_SHARE, batchShare = BATCH_SHARE } = price;
  const sum =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    (usage.cacheReadTokens ?? 0) * price.cacheRead +
    (usage.cacheWriteTokens ?? 0) * cacheWrite;
  return (sum * (usage.batch === true ? batchShare : 1)) / MILLION;
}
