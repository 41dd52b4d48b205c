import { resolve } from "node:path";
import type { Product } from "@searchfit/retrieval-dataset";
import {
  PRICE_TABLE,
  withPrices,
  type ModelPrice,
  type PriceTable,
  type PromptSettings,
  type RoundTripOptions,
} from "@searchfit/synthetic-queries";
import { readText } from "../score/read-text.ts";
import type { Settings } from "../settings/settings.ts";
import { indexProducts } from "./measure-model.ts";

/** Every answer, append-only: it is never removed, so nothing is paid twice. */
export const answersFile = "generation.jsonl";

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

/** BM25 over the whole catalogue stands for the present search: it needs no model. */
export function roundTripOf(
  { top, action, weight, styles }: Settings["generation"]["roundTrip"],
  catalogue: readonly Product[],
): { readonly roundTrip?: RoundTripOptions } {
  if (action === "off") return {};
  const rank: RoundTripOptions["rank"] = async (queries) => {
    const index = indexProducts(catalogue);
    return queries.map(({ text, productId }) => {
      const place = index.search(text, top).findIndex(({ docId }) => docId === productId);
      return place < 0 ? null : place + 1;
    });
  };
  return { roundTrip: { rank, top, action, weight, styles } };
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
