import { collectClusters, type NearDuplicates } from "./collect-clusters.ts";
import { compareIds } from "../products/compare-ids.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import { forEachSimilarPair } from "./similar-pairs.ts";
import { wordSets } from "./word-sets.ts";
import { words } from "../pairs/words.ts";

/** What counts as a near-duplicate. */
export interface FindNearDuplicatesOptions {
  /**
   * Least weighted Jaccard similarity of two texts' words, in (0, 1].
   * @default 0.8
   */
  readonly threshold?: number;
}

/**
 * Clusters texts whose words are nearly the same. Rare words count more than frequent ones
 * (ln(1 + N / (frequency + 2))). Every pair above the threshold ends in one cluster: exact, not sampled;
 * chains A–B–C make one cluster. The result does not depend on the order of the texts.
 *
 * For products use {@link clusterProducts}, which looks at titles and descriptions apart.
 *
 * @param texts Id → text.
 * @throws {RangeError} When the threshold is not in (0, 1].
 * @example
 * findNearDuplicates(new Map([["1", "red oak desk"], ["2", "Desk, red oak"], ["3", "lamp"]]))
 *   .clusters; // [["1", "2"]]
 */
export function findNearDuplicates(
  texts: ReadonlyMap<string, string>,
  options: FindNearDuplicatesOptions = {},
): NearDuplicates {
  const threshold = options.threshold ?? 0.8;
  if (!(threshold > 0 && threshold <= 1))
    throw new RangeError(`Expected a threshold in (0, 1], got ${threshold}.`);
  const ids = [...texts.keys()].sort(compareIds);
  const sets = new DisjointSets(ids.length);
  const compared = wordSets(ids.map((id) => words(texts.get(id) ?? "")));
  forEachSimilarPair(compared, threshold, (left, right) => {
    sets.join(left, right);
  });
  return collectClusters(ids, sets);
}
