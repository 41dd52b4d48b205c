import type { EarlierQuery } from "./query-gate.ts";

/** A wording that was added, and whose it is. */
export interface OwnedWording {
  /** The words, in alphabetical order. */
  readonly wording: string;
  /** The query with its product. */
  readonly query: EarlierQuery;
}

/**
 * Finds earlier wordings that have most words in common with one, among millions.
 *
 * Two sets of which the share `least` is common have at least one word in common among the
 * `size − ⌈least × size⌉ + 1` rarest words of each: only those words are indexed.
 */
export class NearWordings {
  readonly #least: number;
  readonly #frequency = new Map<string, number>();
  readonly #byWord = new Map<string, OwnedWording[]>();

  /**
   * @param wordings All wordings that will be looked at; they tell which words are rare.
   * @param least Share of the words of both together, in (0, 1].
   */
  constructor(wordings: readonly string[], least: number) {
    this.#least = least;
    for (const wording of wordings)
      for (const word of wording.split(" "))
        this.#frequency.set(word, (this.#frequency.get(word) ?? 0) + 1);
  }

  /** Earlier wordings near this one, in the order in which they were added. */
  near(wording: string): readonly OwnedWording[] {
    const found = new Set<OwnedWording>();
    for (const word of this.#rarest(wording))
      for (const other of this.#byWord.get(word) ?? [])
        if (overlap(other.wording, wording) >= this.#least) found.add(other);
    return [...found];
  }

  /** Adds the wording of a query. */
  add(wording: string, { productId, text }: EarlierQuery): void {
    const added = { wording, query: { productId, text } };
    for (const word of this.#rarest(wording)) {
      const others = this.#byWord.get(word);
      if (others === undefined) this.#byWord.set(word, [added]);
      else others.push(added);
    }
  }

  #rarest(wording: string): readonly string[] {
    const words = wording.split(" ");
    const rarity = (word: string): number => this.#frequency.get(word) ?? 0;
    const sorted = words.sort((a, b) => rarity(a) - rarity(b) || (a < b ? -1 : 1));
    return sorted.slice(0, words.length - Math.ceil(this.#least * words.length) + 1);
  }
}

/** Jaccard similarity of two wordings: the share of their words together that both have. */
export function overlap(left: string, right: string): number {
  if (left === right) return 1;
  const a = new Set(left.split(" "));
  const b = new Set(right.split(" "));
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared);
}
