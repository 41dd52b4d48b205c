import { textHash } from "../duplicates/text-hash.ts";

const SMALLEST = 1024;
const FULLEST = 0.6;

/**
 * Ids that were there before, and where, in 20 to 40 bytes an id instead of the 100 and more of a
 * `Map`: what is kept of an id is its 64-bit hash.
 */
export class SeenIds {
  #hashes = new Uint32Array(2 * SMALLEST);
  #places = new Uint32Array(SMALLEST);
  #count = 0;

  /** How many ids are in. */
  get size(): number {
    return this.#count;
  }

  /**
   * Notes an id with its place, a whole number from 1 to 2^32 − 1.
   *
   * @returns The place where it was before; `undefined` the first time.
   */
  add(id: string, place: number): number | undefined {
    if (this.#count >= this.#places.length * FULLEST) this.#grow();
    const [high, low] = textHash(id);
    const slot = this.#slotOf(high, low);
    const before = this.#places[slot] ?? 0;
    if (before !== 0) return before;
    this.#put(slot, [high, low], place);
    return undefined;
  }

  /** The place an id was noted with. */
  placeOf(id: string): number | undefined {
    const [high, low] = textHash(id);
    const place = this.#places[this.#slotOf(high, low)] ?? 0;
    return place === 0 ? undefined : place;
  }

  #put(slot: number, [high, low]: readonly [number, number], place: number): void {
    this.#hashes[2 * slot] = high;
    this.#hashes[2 * slot + 1] = low;
    this.#places[slot] = place;
    this.#count += 1;
  }

  /** Where the hash is, or the free slot where it belongs. */
  #slotOf(high: number, low: number): number {
    const mask = this.#places.length - 1;
    let slot = low & mask;
    while (this.#places[slot] !== 0) {
      if (this.#hashes[2 * slot] === high && this.#hashes[2 * slot + 1] === low) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [hashes, places] = [this.#hashes, this.#places];
    this.#hashes = new Uint32Array(2 * hashes.length);
    this.#places = new Uint32Array(2 * places.length);
    this.#count = 0;
    for (let slot = 0; slot < places.length; slot += 1) {
      const place = places[slot] ?? 0;
      if (place === 0) continue;
      const hash = [hashes[2 * slot] ?? 0, hashes[2 * slot + 1] ?? 0] as const;
      this.#put(this.#slotOf(...hash), hash, place);
    }
  }
}
