import { findMatches, type QueryMatches } from "../gates/find-matches.ts";
import type { RemovedQuery } from "../gates/query-gate.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import type { SyntheticQuery } from "./synthetic-query.ts";

/** Products that have all words of a query, from which it is called ambiguous. */
const AMBIGUOUS = 5;
/** Products that a query names as relevant at most. */
const MOST_LISTED = 50;

/**
 * Marks the queries that other products answer equally well: products whose title and category
 * have all their words, and products whose own query was taken out because it says the same.
 */
export function markAmbiguous(
  queries: readonly SyntheticQuery[],
  sources: {
    readonly products: readonly ProductForQueries[];
    readonly removed: readonly RemovedQuery[];
  },
): readonly SyntheticQuery[] {
  const matches = findMatches(queries, sources.products, MOST_LISTED);
  const sharing = sharedQueries(sources.removed);
  return queries.map((query, index) => {
    const found = matches[index] ?? { count: 0, productIds: [] };
    return { ...query, ...marksOf(query, found, sharing.get(keyOf(query)) ?? []) };
  });
}

type Marks = Pick<SyntheticQuery, "matches" | "alsoRelevant" | "ambiguous">;

function marksOf(
  { productId }: SyntheticQuery,
  { count, productIds }: QueryMatches,
  sharing: readonly string[],
): Marks {
  const others = new Set([...productIds, ...sharing]);
  others.delete(productId);
  const tooMany = count > MOST_LISTED || others.size > MOST_LISTED;
  return {
    ...(count >= AMBIGUOUS ? { matches: count } : {}),
    ...(tooMany ? { ambiguous: true } : others.size > 0 ? { alsoRelevant: [...others] } : {}),
  };
}

/** Query that stays → products whose query it took the place of. */
function sharedQueries(removed: readonly RemovedQuery[]): ReadonlyMap<string, readonly string[]> {
  const shared = new Map<string, string[]>();
  for (const { productId, sameAs } of removed) {
    if (sameAs === undefined || sameAs.productId === productId) continue;
    const key = keyOf(sameAs);
    shared.set(key, [...(shared.get(key) ?? []), productId]);
  }
  return shared;
}

function keyOf({ productId, text }: { readonly productId: string; readonly text: string }): string {
  return `${productId}\0${text}`;
}
