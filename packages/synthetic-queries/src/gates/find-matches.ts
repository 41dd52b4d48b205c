import { queryWording } from "@searchfit/retrieval-dataset";
import type { ProductForQueries } from "../providers/query-provider.ts";

/** Products that answer a query equally well, as far as words tell. */
export interface QueryMatches {
  /** How many. */
  readonly count: number;
  /** Their ids in the order of the catalogue; empty where there are more than are wanted. */
  readonly productIds: readonly string[];
}

/**
 * Finds the products whose title and category have every telling word of a query.
 *
 * @param most Ids of a query at most; of one with more matches none is listed.
 * @returns One result a query, in their order.
 */
export function findMatches(
  queries: readonly { readonly text: string }[],
  products: readonly ProductForQueries[],
  most: number,
): readonly QueryMatches[] {
  const wordings = queries.map(({ text }) => queryWording(text).split(" "));
  const index = indexTitles(new Set(wordings.flat()), products);
  return wordings.map((words) => {
    const lists = words.map((word) => index.get(word) ?? []).sort((a, b) => a.length - b.length);
    const found = lists.reduce(inBoth);
    const listed = found.length > most ? [] : found;
    return {
      count: found.length,
      productIds: listed.map((number) => products[number]?.id ?? ""),
    };
  });
}

function indexTitles(
  wanted: ReadonlySet<string>,
  products: readonly ProductForQueries[],
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  for (const [number, { title, category }] of products.entries()) {
    for (const word of queryWording(`${title} ${category ?? ""}`).split(" ")) {
      if (!wanted.has(word)) continue;
      const list = index.get(word);
      if (list === undefined) index.set(word, [number]);
      else list.push(number);
    }
  }
  return index;
}

/** What two ascending lists share. */
function inBoth(left: readonly number[], right: readonly number[]): readonly number[] {
  let at = 0;
  return left.filter((number) => {
    while (at < right.length && (right[at] ?? 0) < number) at += 1;
    return right[at] === number;
  });
}
