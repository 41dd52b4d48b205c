import { headQueries } from "../head/head-queries.ts";
import { titleParts } from "../head/title-parts.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import { TellingWords } from "./telling-words.ts";

/** How many queries are put together. */
export interface RuleQueriesOptions {
  /** Queries a product at most; an integer of at least 1. @default 4 */
  readonly perProduct?: number;
}

/**
 * Queries put together by rule from the products' own words: what the thing is called with a
 * telling word of the title, then with telling words of the description. Free, always the same, and
 * no stand-in for what people type: whoever searches in other words than the shop's is not in them.
 * Use them to see that everything runs; figures on them say nothing about real searches.
 *
 * @param products The catalogue: which words are telling depends on all of it.
 * @returns Product id → its queries, 0 to `perProduct`, lower case, none twice.
 * @throws {RangeError} When `perProduct` makes no sense.
 * @example
 * ruleQueries([{ id: "1", title: "Oak desk", description: "Drawers for pens", category: null }]).get("1");
 * // ["oak desk drawers pens", "pens desk"]
 */
export function ruleQueries(
  products: readonly ProductForQueries[],
  options: RuleQueriesOptions = {},
): ReadonlyMap<string, readonly string[]> {
  const { perProduct = 4 } = options;
  if (!Number.isInteger(perProduct) || perProduct < 1)
    throw new RangeError(`Expected perProduct to be an integer of at least 1, got ${perProduct}.`);
  const telling = new TellingWords(products);
  const things = new Map(
    headQueries(products, { categories: false }).map(({ productId, text }) => [productId, text]),
  );
  return new Map(
    products.map((product) => {
      const thing = things.get(product.id) ?? titleEnd(product.title);
      const queries = combined(product, thing, telling);
      return [product.id, [...new Set(queries)].slice(0, perProduct)];
    }),
  );
}

/** The last two words of the title's first part. */
function titleEnd(title: string): string {
  return (titleParts(title).find((part) => part.length > 0) ?? []).slice(-2).join(" ");
}

function combined(
  { title, description }: ProductForQueries,
  thing: string,
  telling: TellingWords,
): readonly string[] {
  const named = thing.split(" ");
  const inTitle = telling.of(title).filter((word) => !named.includes(word));
  const inText = telling
    .of(description ?? "")
    .filter((word) => !named.includes(word) && !inTitle.includes(word));
  const short = named.at(-1) ?? "";
  const pieces = [
    inTitle.length > 0 ? [inTitle[0], thing] : [],
    inText.length > 0 ? [thing, ...inText.slice(0, 2)] : [],
    ...inTitle.slice(1).map((word, at) => [word, inText[at + 2], short]),
    ...inText.slice(1).map((word, at) => [word, inText[at + 2], short]),
  ];
  return pieces
    .map((piece) => piece.filter((word) => word !== undefined && word !== "").join(" "))
    .filter((text) => text.includes(" "));
}
