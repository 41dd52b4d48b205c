import type { Qrels } from "@searchfit/ir-metrics";
import {
  productText,
  qrelsFromPairs,
  queriesFromPairs,
  type BeirDataset,
  type Product,
  type Query,
  type TrainingPair,
} from "@searchfit/retrieval-dataset";

/** What a file was read into; every form that was not in it is made from the others. */
export interface ImportedDataset {
  /** Products or documents, without those that nothing is known of but their id. */
  readonly products: readonly Product[];
  /** A query with the text of a product that answers it. */
  readonly pairs: readonly TrainingPair[];
  /** Queries with an id. */
  readonly queries: readonly Query[];
  /** Relevance judgments of the queries. */
  readonly qrels: Qrels;
}

/** A dataset of products alone. */
export function datasetOfProducts(products: readonly Product[]): ImportedDataset {
  return { products, pairs: [], queries: [], qrels: new Map() };
}

/** A dataset of pairs: each pair's product is relevant to its query. */
export function datasetOfPairs(
  pairs: readonly TrainingPair[],
  products: readonly Product[],
): ImportedDataset {
  return { products, pairs, queries: queriesFromPairs(pairs), qrels: qrelsFromPairs(pairs) };
}

/**
 * A judged dataset; a pair is made of each query and every product of the best grade that it has,
 * 1 or more. Judged products without a text make none.
 */
export function datasetOfJudgments({ corpus, queries, qrels }: BeirDataset): ImportedDataset {
  const products = new Map(corpus.map((product) => [product.id, product]));
  const pairs = queries.flatMap(({ id, text }) => {
    const grades = [...(qrels.get(id) ?? [])];
    const best = Math.max(1, ...grades.map(([, grade]) => grade));
    return grades
      .filter(([, grade]) => grade === best)
      .flatMap(([docId]) => pairOf(text, products.get(docId)));
  });
  return { products: corpus, pairs, queries, qrels };
}

function pairOf(query: string, product: Product | undefined): readonly TrainingPair[] {
  if (product === undefined) return [];
  const { id: product_id, title } = product;
  return [{ query, positive: productText(product), product_id, title }];
}

/** The products of pairs that came without a catalogue: the first text of each id. */
export function productsOfPairs(pairs: readonly TrainingPair[]): readonly Product[] {
  const products = new Map<string, Product>();
  for (const { product_id: id, positive, title, domain = null } of pairs)
    if (!products.has(id))
      products.set(id, {
        id,
        title,
        description: positive,
        category: domain,
        tags: [],
        searchable_content: positive,
        source_file: null,
      });
  return [...products.values()];
}
