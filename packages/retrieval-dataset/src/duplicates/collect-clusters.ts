import { compareIds } from "../products/compare-ids.ts";
import type { DisjointSets } from "./disjoint-sets.ts";

/** Things that say (almost) the same, put together. */
export interface NearDuplicates {
  /**
   * Of every id the id of its cluster, which is the smallest id in it (shorter first, then by
   * character codes). What has no near-duplicate is its own cluster.
   */
  readonly clusterOf: ReadonlyMap<string, string>;
  /** The clusters of two and more, largest first; ids in ascending order. */
  readonly clusters: readonly (readonly string[])[];
}

/** Names the joined sets. `ids` must be in ascending order. */
export function collectClusters(ids: readonly string[], sets: DisjointSets): NearDuplicates {
  const clusterOf = new Map<string, string>();
  const members = new Map<string, string[]>();
  for (const [index, id] of ids.entries()) {
    const cluster = ids[sets.find(index)] ?? id;
    clusterOf.set(id, cluster);
    const known = members.get(cluster);
    if (known === undefined) members.set(cluster, [id]);
    else known.push(id);
  }
  const clusters = [...members.values()].filter((cluster) => cluster.length > 1);
  clusters.sort((a, b) => b.length - a.length || compareIds(a[0] ?? "", b[0] ?? ""));
  return { clusterOf, clusters };
}
