import type { TokenUsage } from "../providers/query-provider.ts";

/**
 * Shares the tokens of one answer among its products: whole numbers that add up to the usage.
 *
 * @param shares How many; an integer of at least 1.
 * @example
 * splitUsage({ inputTokens: 5, outputTokens: 2 }, 2);
 * // [{ inputTokens: 3, outputTokens: 1 }, { inputTokens: 2, outputTokens: 1 }] and cached tokens alike
 */
export function splitUsage(usage: TokenUsage, shares: number): readonly TokenUsage[] {
  const part = (tokens: number, index: number): number =>
    Math.floor(tokens / shares) + (index < tokens % shares ? 1 : 0);
  return Array.from({ length: shares }, (_, index) => ({
    inputTokens: part(usage.inputTokens, index),
    outputTokens: part(usage.outputTokens, index),
    ...(usage.cacheReadTokens === undefined
      ? {}
      : { cacheReadTokens: part(usage.cacheReadTokens, index) }),
    ...(usage.cacheWriteTokens === undefined
      ? {}
      : { cacheWriteTokens: part(usage.cacheWriteTokens, index) }),
    ...(usage.batch === undefined ? {} : { batch: usage.batch }),
  }));
}
