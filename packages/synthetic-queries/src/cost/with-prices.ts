import type { ModelPrice, PriceTable } from "./price-table.ts";

/**
 * A price table with other or additional prices.
 *
 * @param table What to start from; its date stays unless another is given.
 * @param prices Model → price; each replaces the model's price as a whole.
 * @throws {RangeError} When a price is negative or no number.
 * @example
 * withPrices(PRICE_TABLE, new Map([["my-model", { input: 1, output: 2, cacheRead: 1 }]])).models.size; // 6
 */
export function withPrices(
  table: PriceTable,
  prices: ReadonlyMap<string, ModelPrice>,
  date: string = table.date,
): PriceTable {
  for (const [model, price] of prices)
    for (const [name, value] of Object.entries(price as unknown as Record<string, unknown>))
      if (value !== undefined && !(typeof value === "number" && value >= 0 && value < Infinity))
        throw new RangeError(
          `Expected ${name} of ${model} to be 0 or more, got ${JSON.stringify(value)}.`,
        );
  return { date, models: new Map([...table.models, ...prices]) };
}
