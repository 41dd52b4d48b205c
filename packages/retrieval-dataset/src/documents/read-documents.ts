import type { Product } from "../products/product.ts";
import { streamDocuments, type ReadDocumentsOptions } from "./stream-documents.ts";

/**
 * Reads a whole folder of documents in chunks; the rules are those of {@link streamDocuments}.
 *
 * @throws {RetrievalDatasetError} `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `INVALID_FILE`.
 * @example
 * const chunks = await readDocuments("policies", { words: 300, overlap: 30 });
 */
export async function readDocuments(
  folder: string,
  options: ReadDocumentsOptions = {},
): Promise<readonly Product[]> {
  const products: Product[] = [];
  for await (const product of streamDocuments(folder, options)) products.push(product);
  return products;
}
