import { PRICE_TABLE } from "../cost/price-table.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import type { GenerateQueriesOptions } from "./generate-queries.ts";

/** Refuses counts and budgets that make no sense, and a budget for a model without a price. */
export function checkGenerateOptions(
  options: Pick<
    GenerateQueriesOptions,
    "queriesPerProduct" | "concurrency" | "maxCostUsd" | "provider" | "prices"
  >,
): void {
  const { queriesPerProduct = 4, concurrency = 4, maxCostUsd, provider } = options;
  for (const [name, count] of Object.entries({ queriesPerProduct, concurrency }))
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`Expected ${name} to be an integer of at least 1, got ${count}.`);
  if (maxCostUsd === undefined) return;
  if (!(maxCostUsd >= 0))
    throw new RangeError(`Expected maxCostUsd of at least 0, got ${maxCostUsd}.`);
  const known = (options.prices ?? PRICE_TABLE).models.has(provider.model);
  if (!known && provider.free !== true)
    throw new SyntheticQueriesError(
      "UNKNOWN_PRICE",
      `Expected a price of ${provider.model} to keep to a budget, found none.`,
      { hint: "Give the model's price, or no budget.", details: { model: provider.model } },
    );
}
