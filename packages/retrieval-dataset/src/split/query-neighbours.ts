import { forEachSimilarPair } from "../duplicates/similar-pairs.ts";
import { equalWeight, wordSets } from "../duplicates/word-sets.ts";
import { queryWords } from "../pairs/words.ts";

/** Which of many queries say the same or nearly the same. */
export interface QueryNeighbours {
  /** Of every query the number of its wording; queries that say the same have the same. */
  readonly wordingOf: readonly number[];
  /** Of every wording the nearly same ones, itself among them. */
  readonly near: readonly ReadonlySet<number>[];
}

/** Four of five telling words in common. */
const NEAR = 0.8;

/**
 * Finds same and near-same queries. *Same*: the same words, whatever their order, case,
 * punctuation, plural endings and little words. *Near-same*: at least 0.8 of the words of both.
 */
export function queryNeighbours(queries: readonly string[]): QueryNeighbours {
  const numbers = new Map<string, number>();
  const wordings: (readonly string[])[] = [];
  const wordingOf = queries.map((query) => {
    const telling = queryWords(query);
    const key = telling.length > 0 ? telling.join(" ") : `\0${query}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, wordings.length);
    return wordings.push(telling) - 1;
  });
  const near = wordings.map((_, number) => new Set([number]));
  forEachSimilarPair(wordSets(wordings, equalWeight), NEAR, (left, right) => {
    near[left]?.add(right);
    near[right]?.add(left);
  });
  return { wordingOf, near };
}
