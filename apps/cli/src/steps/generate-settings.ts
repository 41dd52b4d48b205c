import { resolve } from "node:path";
import {
  PRICE_TABLE,
  withPrices,
  type ModelPrice,
  type PriceTable,
  type PromptSettings,
} from "@searchfit/synthetic-queries";
import { readText } from "../score/read-text.ts";
import type { Settings } from "../settings/settings.ts";

/**
 * How products are asked about, by the settings.
 *
 * @param folder Folder that the file of examples is looked for from.
 */
export async function promptSettings(
  { generation }: Settings,
  folder: string,
): Promise<PromptSettings> {
  const { promptVersion, styles, examples, productsPerRequest } = generation;
  const wanted = Object.entries(styles ?? {}).filter(([, count]) => count !== undefined);
  return {
    productsPerRequest,
    ...(promptVersion === null ? {} : { version: promptVersion }),
    ...(styles === null ? {} : { styles: Object.fromEntries(wanted) }),
    ...(examples === null ? {} : { examples: await lines(resolve(folder, examples)) }),
  };
}

/** The price table with the prices of the settings. */
export function priceTable({ generation }: Settings): PriceTable {
  const prices = Object.entries(generation.prices).map(
    ([model, { batchShare, ...price }]): [string, ModelPrice] => [
      model,
      batchShare === undefined ? price : { ...price, batchShare },
    ],
  );
  return withPrices(PRICE_TABLE, new Map(prices));
}

async function lines(path: string): Promise<readonly string[]> {
  return (await readText(path)).split(/\r?\n/u).filter((line) => line.trim() !== "");
}
