import { words } from "./title-words.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";

/** A head query that was made, not written. */
export interface HeadQuery {
  /** The product. */
  readonly productId: string;
  /** One to three words, lower case. */
  readonly text: string;
}

/** How head queries are made. */
export interface HeadQueriesOptions {
  /** Queries a product at most; an integer of at least 0. @default 1 */
  readonly perProduct?: number;
  /**
   * Products whose title must have the words, so that what is made is a kind of thing and no
   * serial number; an integer of at least 1.
   * @default 2
   */
  readonly minProducts?: number;
}

/**
 * Head queries for free: the last two or three words of the first part of a title that names a
 * kind of thing, which is one that other titles name too, and the last part of the category. For
 * "Orlund Cast Iron Skillet, 26 cm" beside other skillets that is "cast iron skillet".
 *
 * @throws {RangeError} When a number makes no sense.
 * @example
 * headQueries([{ id: "1", title: "Orlund cast iron skillet", … }, { id: "2", title: "Lodi cast iron skillet", … }])[0];
 * // { productId: "1", text: "cast iron skillet" }
 */
export function headQueries(
  products: readonly ProductForQueries[],
  options: HeadQueriesOptions = {},
): readonly HeadQuery[] {
  const { perProduct = 1, minProducts = 2 } = options;
  for (const [name, value, least] of [
    ["perProduct", perProduct, 0],
    ["minProducts", minProducts, 1],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`Expected ${name} to be an integer of at least ${least}, got ${value}.`);
  const counts = new Map<string, number>();
  for (const product of products)
    for (const text of sequences(product)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return products.flatMap((product) =>
    [...best(product, counts, minProducts), ...leaf(product.category)]
      .slice(0, perProduct)
      .map((text) => ({ productId: product.id, text })),
  );
}

/** Words that end a title without being the thing: units, sizes, colours. */
const NOT_THE_THING = new Set(
  "oz fl ml cm mm inch inches ft pack set size small medium large xl xxl black white red blue green pink grey gray brown beige silver gold purple yellow orange navy multicolor new".split(
    " ",
  ),
);

/** Parts of a title between commas and dashes, up to what they are for; nothing in brackets. */
function parts({ title }: ProductForQueries): readonly (readonly string[])[] {
  return title
    .replace(/\([^()]*\)|\[[^[\]]*\]/gu, ",")
    .split(/[,;:|/–—]|\s-\s/u)
    .map((part) => part.split(/\s(?:with|for|by|in|and|of|w)\s/iu)[0] ?? "")
    .map(words)
    .map((list) => {
      const end = list.findLastIndex((word) => !NOT_THE_THING.has(word) && !/\d/u.test(word));
      return list.slice(0, end + 1);
    });
}

/** Sequences of two and three words, each once. */
function sequences(product: ProductForQueries): readonly string[] {
  const found = new Set<string>();
  for (const list of parts(product))
    for (const size of [2, 3])
      for (let start = 0; start + size <= list.length; start += 1)
        found.add(list.slice(start, start + size).join(" "));
  return [...found];
}

/** What a part of the title ends with names the thing: "… cast iron skillet". */
function best(
  product: ProductForQueries,
  counts: ReadonlyMap<string, number>,
  minProducts: number,
): readonly string[] {
  for (const list of parts(product))
    for (const size of [3, 2]) {
      const end = list.slice(-size);
      const text = end.join(" ");
      const plain = end.length === size && end.every((word) => /^[\p{L}'’-]{2,}$/u.test(word));
      if (plain && (counts.get(text) ?? 0) >= minProducts) return [text];
    }
  return [];
}

function leaf(category: string | null): readonly string[] {
  const last = category?.split(/[>/|›]/u).at(-1) ?? "";
  const list = words(last);
  return list.length > 0 && list.length <= 3 ? [list.join(" ")] : [];
}
