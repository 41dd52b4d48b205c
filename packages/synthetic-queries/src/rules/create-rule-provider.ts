import type { ProductForQueries, QueryProvider } from "../providers/query-provider.ts";
import { ruleQueries, type RuleQueriesOptions } from "./rule-queries.ts";

/** What the rules work on. */
export interface RuleProviderOptions extends RuleQueriesOptions {
  /** The whole catalogue. */
  readonly products: readonly ProductForQueries[];
}

/**
 * A provider that needs no language model: `ruleQueries`, for a first look without a key.
 *
 * @throws {RangeError} When `perProduct` makes no sense.
 * @example
 * const provider = createRuleProvider({ products });
 */
export function createRuleProvider(options: RuleProviderOptions): QueryProvider {
  const queries = ruleQueries(options.products, options);
  return {
    name: "rules",
    model: "rules-1",
    fingerprint: JSON.stringify(options.perProduct ?? null),
    free: true,
    packs: false,
    writeQueries: ({ product }) =>
      Promise.resolve({ text: (queries.get(product.id) ?? []).map((text) => ({ text })) }),
  };
}
