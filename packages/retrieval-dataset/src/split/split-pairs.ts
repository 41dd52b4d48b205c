import { assignGroups } from "./assign-groups.ts";
import { clusterProducts } from "../duplicates/cluster-products.ts";
import type { DatasetSplit, DatasetSplits, SplitShares } from "./dataset-split.ts";
import { checkShares } from "./check-shares.ts";
import { distributePairs } from "./distribute-pairs.ts";
import { groupProducts } from "./group-products.ts";
import type { Product } from "../products/product.ts";
import { queryNeighbours } from "./query-neighbours.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";

/** What is split, and how. */
export interface SplitPairsOptions {
  /** The pairs to split. */
  readonly pairs: readonly TrainingPair[];
  /** The whole catalogue, products without pairs included. */
  readonly products: readonly Product[];
  /**
   * Shares of the groups; what is left trains.
   * @default { test: 0.2, dev: 0.1 }
   */
  readonly shares?: SplitShares;
  /**
   * Share of the training products' queries that is held out as `known`, in [0, 1).
   * @default 0.1
   */
  readonly knownShare?: number;
  /** @default 42 */
  readonly seed?: number;
  /**
   * What every side gets its share of: the product's category, the pairs' domain, or nothing.
   * @default "category"
   */
  readonly stratifyBy?: "category" | "domain" | "nothing";
  /**
   * Queries that are judged elsewhere: no near-same query is trained on or chosen with.
   * @default none
   */
  readonly judgedQueries?: readonly string[];
}

const DEFAULT_SHARES: SplitShares = { test: 0.2, dev: 0.1 };

/**
 * Splits pairs into train, dev and test so that nothing of a test product is seen in training,
 * and holds out queries of training products as a second test, `known`.
 *
 * What stays together: a product's pairs, the products of one family ({@link clusterProducts}),
 * and products that share a query, as long as that makes a small group. A training pair whose
 * query is nearly the same as one of dev, test or the judged queries is dropped and listed.
 *
 * A group's side depends on the seed and its smallest product id only: reordering the files
 * changes nothing, and in next month's catalogue the old products keep their sides, unless a new
 * product joins two of their groups. Shares are met as chance has it (±√n groups), in every
 * stratum between half and twice.
 *
 * @throws {RetrievalDatasetError} `TOO_FEW_GROUPS` when not every side can have a group,
 *   `INVALID_PAIRS` when a pair's product is not in the catalogue.
 * @throws {RangeError} When a share is not in [0, 1), or test and dev leave nothing to train on.
 * @example
 * const { train, dev, test, known } = splitPairs({ pairs, products });
 */
export function splitPairs(options: SplitPairsOptions): DatasetSplits {
  const { pairs, products, shares = DEFAULT_SHARES, seed = 42 } = options;
  const knownShare = options.knownShare ?? 0.1;
  checkShares(shares, knownShare);
  checkProducts(pairs, products);
  const families = clusterProducts(products).clusterOf;
  const judged = options.judgedQueries ?? [];
  const neighbours = queryNeighbours([...pairs.map((pair) => pair.query), ...judged]);
  const groups = groupProducts({ families, pairs, neighbours });
  const assignment = assignAll({ ...options, shares, seed }, groups);
  const distributed = distributePairs({ pairs, neighbours, groups, assignment, knownShare, seed });
  if (distributed.train.length === 0)
    throw tooFewGroups("no pair is left to train on", { pairs: pairs.length });
  return { ...distributed, families, groups, assignment };
}

function assignAll(
  options: SplitPairsOptions & { readonly shares: SplitShares; readonly seed: number },
  groups: ReadonlyMap<string, string>,
): ReadonlyMap<string, DatasetSplit> {
  const { shares, seed } = options;
  const strata = strataOfGroups(options, groups);
  const paired = new Set(options.pairs.map((pair) => groups.get(pair.product_id) ?? ""));
  const needed = 1 + (shares.test > 0 ? 1 : 0) + (shares.dev > 0 ? 1 : 0);
  if (paired.size < needed)
    throw tooFewGroups(`expected at least ${needed} groups of products with queries`, {
      groups: paired.size,
      needed,
    });
  const all = [...new Set(groups.values())].map((id) => ({ id, stratum: strata.get(id) ?? "" }));
  const withPairs = all.filter(({ id }) => paired.has(id));
  const withoutPairs = all.filter(({ id }) => !paired.has(id));
  const rest = withoutPairs.map((group) => ({ ...group, stratum: group.id }));
  return new Map([...assignGroups(withPairs, shares, seed), ...assignGroups(rest, shares, seed)]);
}

/** The most frequent category or domain of every group; the first by name when several are. */
function strataOfGroups(
  options: SplitPairsOptions,
  groups: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const { stratifyBy = "category", pairs, products } = options;
  if (stratifyBy === "nothing") return new Map();
  const labelled =
    stratifyBy === "category"
      ? products.map(({ id, category }) => [groups.get(id) ?? "", category ?? ""] as const)
      : pairs.map((pair) => [groups.get(pair.product_id) ?? "", pair.domain ?? ""] as const);
  const labels = Map.groupBy(labelled, ([group]) => group);
  return new Map(
    [...labels].map(([group, entries]) => [group, mostFrequent(entries.map(([, label]) => label))]),
  );
}

function mostFrequent(labels: readonly string[]): string {
  const counts = [...Map.groupBy(labels, (label) => label)];
  counts.sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1));
  return counts[0]?.[0] ?? "";
}

function checkProducts(pairs: readonly TrainingPair[], products: readonly Product[]): void {
  const ids = new Set(products.map((product) => product.id));
  const unknown = [...new Set(pairs.map((pair) => pair.product_id))].filter((id) => !ids.has(id));
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, 20).join(", ") + (unknown.length > 20 ? ", …" : "");
  throw new RetrievalDatasetError(
    "INVALID_PAIRS",
    `Expected pairs of the ${products.length} products of the catalogue, got ${unknown.length} unknown product ids: ${shown}.`,
    {
      hint: "Make the pairs from this catalogue, or take the one they were made from.",
      details: { unknown: unknown.slice(0, 100), count: unknown.length },
    },
  );
}

function tooFewGroups(
  problem: string,
  details: Readonly<Record<string, number>>,
): RetrievalDatasetError {
  const counts = Object.entries(details).map(([name, count]) => `${name}: ${count}`);
  return new RetrievalDatasetError(
    "TOO_FEW_GROUPS",
    `Too little to split: ${problem} (${counts.join(", ")}).`,
    {
      hint: "Add products that are not variants of each other, write queries for more of them, or set a share to 0.",
      details,
    },
  );
}
