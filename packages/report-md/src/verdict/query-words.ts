import type { RunComparison } from "@searchfit/ir-metrics";
import { formatCount } from "../text/format-count.ts";

/**
 * How many queries a comparison has, and about how many products where intervals and p-values
 * resample products instead of queries.
 *
 * @param comparison A comparison, or its counts.
 * @returns Plain text.
 * @example
 * queryWords({ queryCount: 361, clusterCount: 91 }); // "361 queries about 91 products"
 */
export function queryWords({
  queryCount,
  clusterCount,
}: Pick<RunComparison, "queryCount" | "clusterCount">): string {
  const queries = `${formatCount(queryCount)} queries`;
  return clusterCount === undefined
    ? queries
    : `${queries} about ${formatCount(clusterCount)} products`;
}
