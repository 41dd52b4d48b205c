import { DisjointSets } from "./disjoint-sets.ts";
import { textHash } from "./text-hash.ts";
import { words } from "../pairs/words.ts";

const HASHES = 48;
const BANDS = 12;
/** Texts whose signatures lie in one block; blocks are never copied. */
const BLOCK = 1 << 15;
const BYTE_VALUES = 256;
/** Members of a bucket that each further one is compared with: buckets of copies stay cheap. */
const COMPARED = 24;
const TOLERANCE = 0.1;

/**
 * Texts of which only 48 bytes are kept, to find near-duplicates among millions of them: one byte
 * of each of 48 MinHashes of the text's words, compared where 4 bytes in a row agree (12 bands).
 *
 * Words may have weights: the word with the smallest −ln(u) / weight stands for the text, u being
 * its hash in (0, 1), so that two texts agree with the probability of their weighted Jaccard
 * similarity, which is thus estimated to ±0.06. To be safe against leaks, what is estimated up to
 * 0.1 below the threshold counts as near: of two texts just at the threshold 0.8 it finds 96 %, at
 * 0.85 99.6 %; and of two at 0.65 it takes one in five for near. `findNearDuplicates` is exact, but
 * holds the texts.
 *
 * @see Broder (1997), doi:10.1109/SEQUEN.1997.666900; Li & König (2010), doi:10.1145/1772690.1772759
 */
export class MinHashIndex {
  readonly #blocks: Uint8Array<ArrayBuffer>[] = [];
  /** Texts without words: they are nobody's duplicates. */
  readonly #wordless = new Set<number>();
  #count = 0;
  readonly #weightOf: (word: string) => number;

  /** @param weightOf How much a word counts, above 0; the same for every text. */
  constructor(weightOf: (word: string) => number = () => 1) {
    this.#weightOf = weightOf;
  }

  /** How many texts are in. */
  get size(): number {
    return this.#count;
  }

  /** Takes a text in. @returns Its number, counted from 0. */
  add(text: string): number {
    const number = this.#count;
    if (number % BLOCK === 0) this.#blocks.push(new Uint8Array(HASHES * BLOCK));
    const distinct = new Set(words(text));
    if (distinct.size === 0) this.#wordless.add(number);
    const weights = Array.from(distinct, (word): WeightedWord => [
      textHash(word)[0],
      1 / this.#weightOf(word),
    ]);
    writeSignature(weights, this.#blockOf(number), startOf(number));
    this.#count += 1;
    return number;
  }

  /** Estimated Jaccard similarity of the words of two texts, in [0, 1]. */
  similarity(left: number, right: number): number {
    const [a, b] = [this.#blockOf(left), this.#blockOf(right)];
    const [i, j] = [startOf(left), startOf(right)];
    let equal = 0;
    for (let at = 0; at < HASHES; at += 1) if (a[i + at] === b[j + at]) equal += 1;
    const chance = 1 / BYTE_VALUES;
    return Math.max(0, (equal / HASHES - chance) / (1 - chance));
  }

  /**
   * The texts in sets of near-duplicates.
   *
   * @param threshold Least similarity, in (0, 1].
   */
  join(threshold: number): DisjointSets {
    const sets = new DisjointSets(this.#count);
    const blocks = this.#blocks.map(({ buffer }) => new Uint32Array(buffer));
    const keyOf = (text: number, band: number): number =>
      blocks[Math.floor(text / BLOCK)]?.[(text % BLOCK) * BANDS + band] ?? 0;
    const order = new Float64Array(this.#count);
    const indexBits = 2 ** Math.ceil(Math.log2(Math.max(2, this.#count)));
    const keyLimit = Math.min(2 ** 32, 2 ** 53 / indexBits);
    for (let band = 0; band < BANDS; band += 1) {
      for (let text = 0; text < this.#count; text += 1)
        order[text] = (keyOf(text, band) % keyLimit) * indexBits + text;
      order.sort();
      this.#joinBuckets({ order, indexBits, sets, least: threshold - TOLERANCE });
    }
    return sets;
  }

  #joinBuckets(input: {
    readonly order: Float64Array;
    readonly indexBits: number;
    readonly sets: DisjointSets;
    readonly least: number;
  }): void {
    const { order, indexBits, sets, least } = input;
    let start = 0;
    for (let at = 1; at < order.length; at += 1) {
      const key = Math.floor((order[at] ?? 0) / indexBits);
      if (key !== Math.floor((order[start] ?? 0) / indexBits)) start = at;
      const text = (order[at] ?? 0) % indexBits;
      if (this.#wordless.has(text)) continue;
      for (let other = Math.max(start, at - COMPARED); other < at; other += 1) {
        const before = (order[other] ?? 0) % indexBits;
        if (this.#wordless.has(before) || sets.find(before) === sets.find(text)) continue;
        if (this.similarity(before, text) >= least) sets.join(before, text);
      }
    }
  }

  /** Where the signature of a text lies, from {@link startOf} on. */
  #blockOf(text: number): Uint8Array {
    return this.#blocks[Math.floor(text / BLOCK)] ?? new Uint8Array(HASHES * BLOCK);
  }
}

function startOf(text: number): number {
  return (text % BLOCK) * HASHES;
}

/** Odd multipliers and offsets of the hash functions, the same in every process. */
const MULTIPLIERS = Uint32Array.from({ length: HASHES }, (_, at) => textHash(`m${at}`)[0] | 1);
const OFFSETS = Uint32Array.from({ length: HASHES }, (_, at) => textHash(`o${at}`)[1]);

type WeightedWord = readonly [hash: number, inverseWeight: number];

const TABLE_BITS = 14;

/** −ln of the middle of each of 2^14 parts of (0, 1). */
const MINUS_LN = Float64Array.from(
  { length: 1 << TABLE_BITS },
  (_, at) => -Math.log((at + 0.5) / (1 << TABLE_BITS)),
);

/** Used for one signature after the other. */
const smallest = new Float64Array(HASHES);
const chosen = new Uint32Array(HASHES);

function writeSignature(weighted: readonly WeightedWord[], block: Uint8Array, start: number): void {
  smallest.fill(Infinity);
  chosen.fill(0);
  for (const [hash, inverse] of weighted)
    for (let at = 0; at < HASHES; at += 1) {
      const mixed = (Math.imul(hash, MULTIPLIERS[at] ?? 1) + (OFFSETS[at] ?? 0)) >>> 0;
      const value = (MINUS_LN[mixed >>> (32 - TABLE_BITS)] ?? 0) * inverse;
      const least = smallest[at] ?? Infinity;
      if (value > least || (value === least && mixed > (chosen[at] ?? 0))) continue;
      smallest[at] = value;
      chosen[at] = mixed;
    }
  for (let at = 0; at < HASHES; at += 1) {
    const mixed = chosen[at] ?? 0;
    block[start + at] = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 24;
  }
}
