import { columnOf, meanAndDeviation, tableOf } from "./difference-table.ts";
import type { DifferenceSpread } from "./smallest-detectable-difference.ts";
import { sumClusters } from "./sum-clusters.ts";

/**
 * How much differences vary. Of clusters: as so many independent observations would vary whose mean
 * has the cluster-robust standard error of the mean over queries, √(C / (C − 1) · Σ r²) / n with
 * r = sum − size · mean; the C clusters are counted instead of the queries.
 *
 * @throws {RangeError} When differences or clusters are out of range.
 * @see Cameron, Gelbach & Miller (2008), section II, doi:10.1162/rest.90.3.414
 */
export function spreadOf(
  differences: readonly number[],
  clusters: readonly string[] | undefined,
): DifferenceSpread {
  const all = tableOf(differences);
  const { mean, deviation } = meanAndDeviation(all.values);
  const { sizes, units, ...table } = sumClusters(all, clusters);
  if (sizes === undefined) return { standardDeviation: deviation, queryCount: units };
  const residuals = columnOf({ ...table, units }, 0).map((sum, unit) => sum - sizes[unit]! * mean);
  let squares = 0;
  for (const residual of residuals) squares += residual ** 2;
  const standardDeviation = (units / table.queries) * Math.sqrt(squares / (units - 1));
  return { standardDeviation, queryCount: units };
}
