import { queryWording } from "@searchfit/retrieval-dataset";
import type { ProductForQueries } from "../providers/query-provider.ts";

/**
 * How many products answer each query equally well as far as words tell: their title and category
 * have every telling word of it. A query of many matches is ambiguous: finding another of them is
 * no mistake of a search.
 *
 * @returns One count a query, 0 where no product has all its words.
 * @example
 * countMatches([{ text: "oak desk" }], [{ id: "1", title: "Oak desk", … }, { id: "2", title: "Desk, oak, small", … }]); // [2]
 */
export function countMatches(
  queries: readonly { readonly text: string }[],
  products: readonly ProductForQueries[],
): readonly number[] {
  const wordings = queries.map(({ text }) => queryWording(text).split(" "));
  const index = indexTitles(new Set(wordings.flat()), products);
  return wordings.map((words) => {
    const lists = words.map((word) => index.get(word) ?? []).sort((a, b) => a.length - b.length);
    return lists.reduce(inBoth).length;
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
