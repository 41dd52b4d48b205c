import type { ProductForQueries } from "../providers/query-provider.ts";
import { titleParts } from "./title-parts.ts";
import { TitleSequences } from "./title-sequences.ts";
import { words } from "./title-words.ts";

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
  /** Whether the last part of the category is one, after the title's. @default true */
  readonly categories?: boolean;
}

/**
 * Head queries for free: the last two or three words of a part of a title that name a kind of
 * thing, and the last part of the category. For "Orlund Cast Iron Skillet, 26 cm" beside other
 * skillets that is "cast iron skillet". A kind of thing is what other titles have too, after
 * different words: "touch rice cooker", which only ever follows "cool", is a piece of something.
 *
 * Many products have the same query, which is right for all of them: use them to train, in batches
 * that hold no query twice, and not to judge.
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
  const { perProduct = 1, minProducts = 2, categories = true } = options;
  for (const [name, value, least] of [
    ["perProduct", perProduct, 0],
    ["minProducts", minProducts, 1],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`Expected ${name} to be an integer of at least ${least}, got ${value}.`);
  const sequences = new TitleSequences(products);
  const isThing = (text: string): boolean => sequences.isThing(text, minProducts);
  return products.flatMap(({ id: productId, title, category }) =>
    [...thingOf(title, isThing), ...(categories ? leaf(category) : [])]
      .slice(0, perProduct)
      .map((text) => ({ productId, text })),
  );
}

/** What the first part that ends with a kind of thing ends with. */
function thingOf(title: string, isThing: (text: string) => boolean): readonly string[] {
  for (const part of titleParts(title))
    for (const size of [3, 2]) {
      const end = part.slice(-size);
      const plain = end.length === size && end.every((word) => /^[\p{L}'’-]{2,}$/u.test(word));
      if (plain && isThing(end.join(" "))) return [end.join(" ")];
    }
  return [];
}

function leaf(category: string | null): readonly string[] {
  const last = category?.split(/[>/|›]/u).at(-1) ?? "";
  const list = words(last);
  return list.length > 0 && list.length <= 3 ? [list.join(" ")] : [];
}
