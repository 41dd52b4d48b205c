import { queryWords } from "./words.ts";

/**
 * What is left of a query when order, case, punctuation, repeats, plural endings and little words
 * do not count: two queries with the same wording are the same query. This is what
 * {@link splitPairs} and {@link findLeaks} mean by *same*; *near-same* is 0.8 of the words.
 *
 * @returns The telling words in alphabetical order with blanks between, possibly none.
 * @example
 * queryWording("The Oak Desks for my office!"); // "desk oak office"
 */
export function queryWording(query: string): string {
  return queryWords(query).join(" ");
}
