import type { DisjointSets } from "../duplicates/disjoint-sets.ts";
import { MinHashIndex } from "../duplicates/min-hash-index.ts";
import { textHash } from "../duplicates/text-hash.ts";
import { SeenIds } from "../products/seen-ids.ts";
import { sideCounts } from "./assign-groups.ts";
import type { DatasetSplit, SplitShares } from "./dataset-split.ts";
import { unitHash } from "./unit-hash.ts";

/** What {@link FileGroups} needs of a product. */
export interface GroupMember {
  /** Its id. */
  readonly id: string;
  /** Its text; near-duplicates come into one group. */
  readonly text: string;
  /** Its category or domain. */
  readonly stratum: string;
}

const SIDES: readonly DatasetSplit[] = ["train", "dev", "test"];

/** Products of a large file in groups of near-duplicates, about 110 bytes a product. */
export class FileGroups {
  readonly #ids = new SeenIds();
  #texts: MinHashIndex;
  readonly #weightOf: (word: string) => number;
  readonly #strata = new Map<string, number>();
  #columns = { draws: new Float64Array(1024), ranks: new Float64Array(1024) };
  #stratumOf = new Uint32Array(1024);
  #sides = new Uint8Array(0);
  readonly #seed: number;

  /** @param weightOf How much a word of a product's text counts. */
  constructor(seed: number, weightOf: (word: string) => number) {
    this.#weightOf = weightOf;
    this.#texts = new MinHashIndex(weightOf);
    this.#seed = seed;
  }

  /** How many products are in. */
  get size(): number {
    return this.#ids.size;
  }

  /** Takes a product in, the first time its id comes. */
  add({ id, text, stratum }: GroupMember): void {
    if (this.#ids.add(id, this.#texts.size + 1) !== undefined) return;
    const at = this.#texts.add(text);
    if (at === this.#stratumOf.length) this.#grow();
    this.#columns.draws[at] = unitHash(this.#seed, "split", id);
    this.#columns.ranks[at] = rankOf(id);
    const number = this.#strata.get(stratum) ?? this.#strata.size;
    this.#strata.set(stratum, number);
    this.#stratumOf[at] = number;
  }

  /**
   * Puts every group on a side; then no further product can be taken in.
   *
   * @returns How many groups there are.
   */
  assign(shares: SplitShares, threshold: number): number {
    const sets = this.#texts.join(threshold);
    // What comes now needs no texts, and memory for queries.
    this.#texts = new MinHashIndex(this.#weightOf);
    const leaders = this.#leadersOf(sets);
    const lines = this.#linesOf(leaders, shares);
    this.#sides = new Uint8Array(leaders.length);
    let groups = 0;
    for (let root = 0; root < leaders.length; root += 1) {
      const leader = leaders[root] ?? -1;
      if (leader < 0) continue;
      const draw = this.#columns.draws[leader] ?? 0;
      const [test = 0, dev = 0] = lines[this.#stratumOf[leader] ?? 0] ?? [];
      this.#sides[root] = draw < test ? 2 : draw < dev ? 1 : 0;
      groups += 1;
    }
    for (let at = 0; at < leaders.length; at += 1)
      this.#sides[at] = this.#sides[sets.find(at)] ?? 0;
    this.#columns = { draws: new Float64Array(0), ranks: new Float64Array(0) };
    this.#stratumOf = new Uint32Array(0);
    return groups;
  }

  /** The side of a product. */
  sideOf(id: string): DatasetSplit {
    const place = this.#ids.placeOf(id) ?? 0;
    return SIDES[this.#sides[place - 1] ?? 0] ?? "train";
  }

  /** Of every group (by its root) the member that comes first by id: it draws for all. Else -1. */
  #leadersOf(sets: DisjointSets): Int32Array {
    const { ranks } = this.#columns;
    const leaders = new Int32Array(this.#ids.size).fill(-1);
    for (let at = 0; at < leaders.length; at += 1) {
      const root = sets.find(at);
      const leader = leaders[root] ?? -1;
      if (leader < 0 || (ranks[at] ?? 0) < (ranks[leader] ?? 0)) leaders[root] = at;
    }
    return leaders;
  }

  /** Of every stratum the draws below which a group goes to test, and to test or dev. */
  #linesOf(leaders: Int32Array, shares: SplitShares): readonly (readonly [number, number])[] {
    const counts = new Uint32Array(this.#strata.size);
    for (const leader of leaders) if (leader >= 0) count(counts, this.#stratumOf[leader] ?? 0);
    const draws = Array.from(counts, (size) => new Float64Array(size));
    const filled = new Uint32Array(counts.length);
    for (const leader of leaders) {
      if (leader < 0) continue;
      const stratum = this.#stratumOf[leader] ?? 0;
      const column = draws[stratum];
      if (column !== undefined) column[filled[stratum] ?? 0] = this.#columns.draws[leader] ?? 0;
      count(filled, stratum);
    }
    return draws.map((column) => {
      const { test, dev } = sideCounts(column.sort(), shares);
      return [column[test] ?? 1, column[test + dev] ?? 1];
    });
  }

  #grow(): void {
    const { draws, ranks } = this.#columns;
    this.#columns = { draws: doubled(draws), ranks: doubled(ranks) };
    const strata = new Uint32Array(2 * this.#stratumOf.length);
    strata.set(this.#stratumOf);
    this.#stratumOf = strata;
  }
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}

/** Ids that grow by counting in the order of counting, others behind them by hash. */
function rankOf(id: string): number {
  if (/^\d{1,15}$/u.test(id)) return Number(id);
  const [high, low] = textHash(id);
  return 1e15 + (high & 0xfffff) * 2 ** 32 + low;
}
