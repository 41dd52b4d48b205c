import { productText, type Product, type TrainingPair } from "@searchfit/retrieval-dataset";
import type { SyntheticQuery } from "./synthetic-query.ts";

/**
 * Training pairs of queries: each query with exactly the text of its product that is embedded, with
 * its weight and with what else answers it. Queries of products that are not given are left out.
 *
 * @example
 * trainingPairs(pairs, products)[0]; // { query: "oak desk", positive: "Oak desk. …", … }
 */
export function trainingPairs(
  queries: readonly SyntheticQuery[],
  products: readonly Product[],
): readonly TrainingPair[] {
  const byId = new Map(products.map((product) => [product.id, product]));
  return queries.flatMap((query) => {
    const product = byId.get(query.productId);
    if (product === undefined) return [];
    const { id: product_id, title } = product;
    const pair = { query: query.text, positive: productText(product), product_id, title };
    return [{ ...pair, ...marksOf(query) }];
  });
}

function marksOf(query: SyntheticQuery): Partial<TrainingPair> {
  const { style, weight, alsoRelevant, ambiguous, paraphraseOf } = query;
  return {
    ...(style === null ? {} : { style }),
    ...(weight === undefined ? {} : { weight }),
    ...(alsoRelevant === undefined ? {} : { also_relevant: alsoRelevant }),
    ...(ambiguous === undefined ? {} : { ambiguous }),
    ...(paraphraseOf === undefined ? {} : { paraphrase_of: paraphraseOf }),
  };
}
