import { queryWording } from "@searchfit/retrieval-dataset";
import type { ProductForQueries } from "../providers/query-provider.ts";

/** A query with the answer that it came in. */
export interface PackedQuery {
  /** Its text. */
  readonly text: string;
  /** The product it was written for. */
  readonly productId: string;
  /** The answer that it shares with other products; left out where there is none. */
  readonly packId?: string;
}

/**
 * Finds queries into which words of another product have crossed: with a word that stands in the
 * text of another product of the same request, not in its own product's, and in no other product
 * of the catalogue, such as a brand, a model number or what a poisoned text smuggles in.
 */
export function findCrossed<Query extends PackedQuery>(
  queries: readonly Query[],
  products: readonly ProductForQueries[],
): ReadonlySet<Query> {
  const packs = Map.groupBy(queries, ({ packId }) => packId);
  packs.delete(undefined);
  if (packs.size === 0) return new Set();
  const packed = new Set([...packs.values()].flat().map(({ productId }) => productId));
  const texts = new Map(
    products.filter(({ id }) => packed.has(id)).map((product) => [product.id, wordsOf(product)]),
  );
  const suspects = [...packs.values()].flatMap((pack) => foreignWords(pack, texts));
  const rare = rareWords(new Set(suspects.map(({ word }) => word)), products);
  return new Set(suspects.filter(({ word }) => rare.has(word)).map(({ query }) => query));
}

function foreignWords<Query extends PackedQuery>(
  pack: readonly Query[],
  texts: ReadonlyMap<string, ReadonlySet<string>>,
): readonly { readonly query: Query; readonly word: string }[] {
  const ids = new Set(pack.map(({ productId }) => productId));
  return pack.flatMap((query) =>
    queryWording(query.text)
      .split(" ")
      .filter((word) => texts.get(query.productId)?.has(word) !== true)
      .filter((word) => [...ids].some((id) => texts.get(id)?.has(word) === true))
      .map((word) => ({ query, word })),
  );
}

/** Those of the words that stand in one product only. */
function rareWords(
  candidates: ReadonlySet<string>,
  products: readonly ProductForQueries[],
): ReadonlySet<string> {
  if (candidates.size === 0) return candidates;
  const counts = new Map<string, number>();
  for (const product of products)
    for (const word of wordsOf(product))
      if (candidates.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count === 1).map(([word]) => word));
}

function wordsOf({ title, description, category }: ProductForQueries): ReadonlySet<string> {
  const text = [title, description?.slice(0, 8000) ?? "", category ?? ""].join(" ");
  return new Set(queryWording(text).split(" "));
}
