import { words } from "../pairs/words.ts";
import { textHash } from "./text-hash.ts";
import { rarity } from "./word-sets.ts";

const BUCKETS = 1 << 20;

/** How many texts have a word, counted in 4 MB whatever the number of texts. */
export class WordFrequencies {
  readonly #counts = new Uint32Array(BUCKETS);
  #texts = 0;

  /** Counts the words of a text. */
  add(text: string): void {
    this.#texts += 1;
    for (const word of new Set(words(text))) {
      const bucket = textHash(word)[0] % BUCKETS;
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    }
  }

  /** How much a word counts: rare ones more. Words that share a bucket count as one. */
  weightOf(word: string): number {
    return rarity(this.#counts[textHash(word)[0] % BUCKETS] ?? 0, this.#texts);
  }
}
