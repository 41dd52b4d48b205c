import { textHash } from "../duplicates/text-hash.ts";
import { queryWords } from "../pairs/words.ts";

const FULLEST = 0.6;
const NEAR = 0.8;

/**
 * Wordings of many queries, to ask whether a query is the same or nearly the same as one of them:
 * at least 0.8 of the words of both, as {@link findLeaks} means it. Exact as long as two queries
 * differ in at most two words, which near-same ones of up to 14 words do.
 *
 * Nothing but hashes is kept: of every query that of its words' set, and of those sets with one
 * word (of ten and more words, two words) left out.
 */
export class WordingSet {
  #slots = new Float64Array(1024);
  #count = 0;

  /** Takes a query in. */
  add(query: string): void {
    const { hashes, sum } = hashesOf(query);
    const size = hashes.length;
    this.#insert(keyOf(0, size, sum));
    if (size >= 5) for (const one of hashes) this.#insert(keyOf(1, size, without(sum, one)));
    if (size >= 10)
      for (const [one, two] of pairsOf(hashes))
        this.#insert(keyOf(2, size, without(without(sum, one), two)));
  }

  /** Whether the same or a near-same query is in. */
  hasNear(query: string): boolean {
    const { hashes, sum } = hashesOf(query);
    const size = hashes.length;
    const near = (left: number, added: number): boolean =>
      (size - left) / (size + added) >= NEAR - 1e-9;
    const found = (left: number, rest: Sum): boolean =>
      [0, 1, 2].some(
        (added) =>
          left + added <= 2 &&
          near(left, added) &&
          this.#has(keyOf(added, size - left + added, rest)),
      );
    if (found(0, sum)) return true;
    if (near(1, 0) && hashes.some((one) => found(1, without(sum, one)))) return true;
    if (!near(2, 0)) return false;
    return pairsOf(hashes).some(([one, two]) => found(2, without(without(sum, one), two)));
  }

  #has(key: number): boolean {
    return this.#slots[this.#slotOf(key)] === key;
  }

  #insert(key: number): void {
    if (this.#count >= this.#slots.length * FULLEST) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#slots[slot] === key) return;
    this.#slots[slot] = key;
    this.#count += 1;
  }

  #slotOf(key: number): number {
    const mask = this.#slots.length - 1;
    let slot = (key % 0x7fffffff) & mask;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(2 * old.length);
    for (const key of old) if (key !== 0) this.#slots[this.#slotOf(key)] = key;
  }
}

type Sum = readonly [high: number, low: number];

function hashesOf(query: string): { readonly hashes: readonly Sum[]; readonly sum: Sum } {
  const telling = queryWords(query);
  const hashes = (telling.length > 0 ? telling : [`\0${query}`]).map(textHash);
  const sum = hashes.reduce<Sum>(([a, b], [c, d]) => [(a + c) >>> 0, (b + d) >>> 0], [0, 0]);
  return { hashes, sum };
}

function without([high, low]: Sum, [a, b]: Sum): Sum {
  return [(high - a) >>> 0, (low - b) >>> 0];
}

function pairsOf(hashes: readonly Sum[]): readonly (readonly [Sum, Sum])[] {
  return hashes.flatMap((one, at) => hashes.slice(at + 1).map((two) => [one, two] as const));
}

/** 53 bits of a set of words, how many of how many words it is; never 0. */
function keyOf(left: number, size: number, [high, low]: Sum): number {
  const mixed = Math.imul(high ^ Math.imul(size * 3 + left + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
  return (mixed & 0x1fffff) * 2 ** 32 + low + 1;
}
