import { createBm25Index, type Bm25Index } from "@searchfit/hybrid-retrieval";
import { streamProducts, type Database, type TableNames } from "@searchfit/pg-corpus";
import { productText, type Product } from "@searchfit/retrieval-dataset";

/**
 * BM25 over the products that have vectors, in this process's memory: PostgreSQL's own full-text rank is
 * another measure. It holds the texts as they are now; what changes in the table is not noticed.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `NO_CONNECTION`.
 */
export async function indexCorpusWords(options: {
  readonly database: Database;
  readonly table: TableNames;
}): Promise<Bm25Index> {
  const { database, table } = options;
  const products: Product[] = [];
  for await (const product of streamProducts(database, { table })) products.push(product);
  return indexWords(products);
}

/** BM25 over the texts that are embedded, as `searchfit evaluate` makes it. */
export function indexWords(products: readonly Product[]): Bm25Index {
  return createBm25Index({
    documents: products.map((product) => ({ id: product.id, text: productText(product) })),
  });
}
