/** Items 0 … n−1 in sets that can be joined (union–find); the smallest item names its set. */
export class DisjointSets {
  readonly #parents: Int32Array;
  readonly #sizes: Int32Array;

  constructor(count: number) {
    this.#parents = new Int32Array(count).map((_, index) => index);
    this.#sizes = new Int32Array(count).fill(1);
  }

  /** The item that names the set of this one. */
  find(item: number): number {
    let root = item;
    for (let up = this.#parent(root); up !== root; up = this.#parent(root)) root = up;
    for (let at = item; at !== root;) {
      const next = this.#parent(at);
      this.#parents[at] = root;
      at = next;
    }
    return root;
  }

  /** How many items the set of this one has. */
  size(item: number): number {
    return this.#sizes[this.find(item)] ?? 0;
  }

  /** Joins two sets. */
  join(left: number, right: number): void {
    const first = this.find(left);
    const second = this.find(right);
    if (first === second) return;
    const [root, child] = first < second ? [first, second] : [second, first];
    this.#sizes[root] = this.size(first) + this.size(second);
    this.#parents[child] = root;
  }

  #parent(item: number): number {
    return this.#parents[item] ?? item;
  }
}
