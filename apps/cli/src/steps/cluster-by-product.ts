import type { QuerySet } from "./test-queries.ts";

/**
 * Which queries of a test depend on each other: the synthetic ones about products of one group,
 * several of which were written for each product. Judged queries are each by themselves.
 *
 * A query is about its product of the highest grade, the first of them where there are several:
 * queries of the same text share their grades, and so their cluster. A product without a group is
 * one by itself.
 *
 * @param set The test: its name and its judgments.
 * @param groups Product → group, as `readGroups` gives it.
 * @returns Query → cluster, as `compareRuns` takes it; undefined for judged queries.
 * @see docs/decisions/0010-intervals-by-product.md
 * @example
 * clusterByProduct({ name: "newProducts", qrels }, groups)?.("q-1"); // "group 101"
 */
export function clusterByProduct(
  { name, qrels }: Pick<QuerySet, "name" | "qrels">,
  groups: ReadonlyMap<string, string>,
): ((queryId: string) => string) | undefined {
  if (name === "judged") return undefined;
  return (queryId) => {
    const product = bestProduct(qrels.get(queryId) ?? new Map<string, number>());
    if (product === undefined) return `query ${queryId}`;
    const group = groups.get(product);
    return group === undefined ? `product ${product}` : `group ${group}`;
  };
}

/** The first of the products with the highest grade; undefined when none is relevant. */
function bestProduct(grades: ReadonlyMap<string, number>): string | undefined {
  const best = Math.max(0, ...grades.values());
  return best === 0 ? undefined : [...grades].find(([, grade]) => grade === best)?.[0];
}
