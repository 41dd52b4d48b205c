import type { ProductForQueries } from "../providers/query-provider.ts";
import { findMatches } from "./find-matches.ts";

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
  return findMatches(queries, products, 0).map(({ count }) => count);
}
