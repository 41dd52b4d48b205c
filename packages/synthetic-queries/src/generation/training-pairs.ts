import { productText, type Product, type TrainingPair } from "@searchfit/retrieval-dataset";
import type { SyntheticQuery } from "./synthetic-query.ts";

/**
 * Training pairs of queries: each query with exactly the text of its product that is embedded.
 * Queries of products that are not given are left out.
 *
 * @example
 * trainingPairs(pairs, products)[0]; // { query: "oak desk", positive: "Oak desk. …", … }
 */
export function trainingPairs(
  queries: readonly SyntheticQuery[],
  products: readonly Product[],
): readonly TrainingPair[] {
  const byId = new Map(products.map((product) => [product.id, product]));
  return queries.flatMap(({ text, productId, style }) => {
    const product = byId.get(productId);
    if (product === undefined) return [];
    const positive = productText(product);
    const pair = { query: text, positive, product_id: productId, title: product.title };
    return [style === null ? pair : { ...pair, style }];
  });
}
