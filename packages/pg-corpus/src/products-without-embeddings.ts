import type { Product } from "@searchfit/retrieval-dataset";
import type { Database } from "./database.ts";
import { productColumns } from "./product-columns.ts";
import { lacksEmbedding } from "./row-filters.ts";
import type { StreamProductsOptions } from "./stream-products.ts";
import { productsWhere } from "./stream-products.ts";

/**
 * The active products that lack a content or a title vector, ordered by id; vectors may be written
 * while they are read.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `PERMISSION_DENIED`, `NO_CONNECTION`.
 * @example
 * for await (const product of productsWithoutEmbeddings(db)) texts.push(product.title);
 */
export async function* productsWithoutEmbeddings(
  db: Database,
  options: Omit<StreamProductsOptions, "requireEmbedding"> = {},
): AsyncGenerator<Product, void, undefined> {
  const needed = productColumns.map(({ key }) => key);
  yield* productsWhere(db, options, {
    needed: [...needed, "status", "contentEmbedding", "titleEmbedding"],
    where: lacksEmbedding,
  });
}
