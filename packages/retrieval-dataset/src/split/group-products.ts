import { compareIds } from "../products/compare-ids.ts";
import { DisjointSets } from "../duplicates/disjoint-sets.ts";
import { collectClusters } from "../duplicates/collect-clusters.ts";
import type { QueryNeighbours } from "./query-neighbours.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";

/** What products are grouped by. */
export interface GroupProductsInput {
  /** Product → family of near-duplicates. */
  readonly families: ReadonlyMap<string, string>;
  /** Pairs whose shared queries join products. */
  readonly pairs: readonly TrainingPair[];
  /** Same and near-same queries of the pairs. */
  readonly neighbours: QueryNeighbours;
}

/**
 * Groups for a split: a family stays whole, and products that share a same or near-same query
 * come together, as long as the group stays small. Without that bound a few queries that fit
 * everything ("gift for dad") would chain half a catalogue into one group; what it leaves apart,
 * the split drops from training.
 */
export function groupProducts(input: GroupProductsInput): ReadonlyMap<string, string> {
  const ids = [...input.families.keys()].sort(compareIds);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const sets = new DisjointSets(ids.length);
  for (const [id, family] of input.families)
    sets.join(indexOf.get(id) ?? 0, indexOf.get(family) ?? 0);
  const largest = Math.max(10, Math.floor(ids.length * 0.01));
  for (const sharing of productsByQuery(input, indexOf)) {
    for (const other of sharing.slice(1)) {
      const first = sharing[0] ?? other;
      if (sets.find(first) === sets.find(other)) continue;
      if (sets.size(first) + sets.size(other) <= largest) sets.join(first, other);
    }
  }
  return collectClusters(ids, sets).clusterOf;
}

/** Of every wording the products whose queries have it or a near-same one, in a fixed order. */
function productsByQuery(
  input: GroupProductsInput,
  indexOf: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  const { wordingOf, near } = input.neighbours;
  const products = near.map(() => new Set<number>());
  for (const [index, pair] of input.pairs.entries())
    products[wordingOf[index] ?? 0]?.add(indexOf.get(pair.product_id) ?? 0);
  const sharing = near.map((wordings) => {
    const all = new Set([...wordings].flatMap((wording) => [...(products[wording] ?? [])]));
    return [...all].sort((a, b) => a - b);
  });
  return sharing.filter((all) => all.length > 1).sort(compareNumberLists);
}

function compareNumberLists(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (value !== other) return value - other;
  }
  return left.length - right.length;
}
