import { slack } from "./difference-table.ts";
import type { DifferenceTable } from "./difference-table.ts";

/** Which differences depend on each other. */
export interface ClusterOptions {
  /**
   * Cluster of each difference, in their order: those of queries that depend on each other, such as
   * several written for one product, have the same.
   * @default each difference by itself
   */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * Differences summed over clusters, for resampling, tests and errors that take a cluster as one.
 *
 * A sum of 1e-12 or less is rounding and becomes 0. Where every cluster has one query, the table
 * itself comes back, so that nothing differs from queries without clusters.
 *
 * @param table Differences, a row a query.
 * @param clusters Cluster of each row; left out, each query is by itself.
 * @returns A row a cluster, in the order in which they first appear, with the sizes.
 * @throws {RangeError} When there is not one cluster a query.
 * @throws {TypeError} When a cluster is not a string.
 */
export function sumClusters(
  table: DifferenceTable,
  clusters: readonly string[] | undefined,
): DifferenceTable {
  if (clusters === undefined) return table;
  const { values, queries, metrics } = table;
  if (clusters.length !== queries)
    throw new RangeError(`Expected a cluster for each of ${queries} queries, got ${clusters.length}.`); // prettier-ignore
  const rowOf = rowsOf(clusters);
  if (rowOf.size === queries) return table;
  const sums = new Float64Array(rowOf.size * metrics);
  const sizes = new Float64Array(rowOf.size);
  for (const [query, cluster] of clusters.entries()) {
    const row = rowOf.get(cluster)!;
    sizes[row]!++;
    for (let metric = 0; metric < metrics; metric++) {
      sums[row * metrics + metric]! += values[query * metrics + metric]!;
    }
  }
  const rounded = sums.map((sum) => (Math.abs(sum) > slack ? sum : 0));
  return { values: rounded, units: rowOf.size, queries, metrics, sizes };
}

/** Cluster → row, by first appearance. */
function rowsOf(clusters: readonly string[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const [query, cluster] of clusters.entries()) {
    if (typeof cluster !== "string")
      throw new TypeError(
        `Expected clusters to be strings, got ${String(cluster)} for query ${query}.`,
      );
    if (!rows.has(cluster)) rows.set(cluster, rows.size);
  }
  return rows;
}
