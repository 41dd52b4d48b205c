import type { ProductForQueries } from "../providers/query-provider.ts";
import { isLittleWord, titleParts } from "./title-parts.ts";

interface Sequence {
  titles: number;
  /** The word before it; `null` where it differs. */
  before: string | null;
}

/** Sequences of two and three words in the titles of a catalogue. */
export class TitleSequences {
  readonly #sequences = new Map<string, Sequence>();

  constructor(products: readonly ProductForQueries[]) {
    for (const { title } of products)
      for (const [text, before] of sequencesOf(title)) this.#count(text, before);
  }

  /**
   * Whether a sequence names a kind of thing: enough titles have it, and where more than one is
   * asked for, not always after the same word.
   */
  isThing(text: string, minTitles: number): boolean {
    const sequence = this.#sequences.get(text);
    if (sequence === undefined || sequence.titles < minTitles) return false;
    return minTitles === 1 || sequence.before === null;
  }

  #count(text: string, before: string): void {
    const sequence = this.#sequences.get(text);
    if (sequence === undefined) this.#sequences.set(text, { titles: 1, before });
    else {
      sequence.titles += 1;
      if (sequence.before !== before) sequence.before = null;
    }
  }
}

/** Sequence → the word before it, "" at the start of a part; each once. */
function sequencesOf(title: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of titleParts(title))
    for (const size of [2, 3])
      for (let start = 0; start + size <= part.length; start += 1) {
        const sequence = part.slice(start, start + size);
        if (!sequence.some(isLittleWord)) found.set(sequence.join(" "), part[start - 1] ?? "");
      }
  return found;
}
