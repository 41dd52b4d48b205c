import type { Product } from "./product.ts";
import { streamProducts, type ReadProductsOptions } from "./stream-products.ts";

/**
 * Reads a whole catalogue; the rules are those of {@link streamProducts}.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `UNKNOWN_FORMAT`.
 * @example
 * const products = await readProducts("catalogue.tsv", { columns: { id: "sku" } });
 */
export async function readProducts(
  path: string,
  options: ReadProductsOptions = {},
): Promise<readonly Product[]> {
  const products: Product[] = [];
  for await (const product of streamProducts(path, options)) products.push(product);
  return products;
}
