import { formatOfFile, type RecordFormat } from "./file-format.ts";
import { parseProduct, type ProductColumns } from "./parse-product.ts";
import type { Product } from "./product.ts";
import { streamRecords } from "./stream-records.ts";

/** How a file of products is read. */
export interface ReadProductsOptions {
  /**
   * Layout of the file.
   * @default by the file's name: .jsonl, .ndjson, .json, .csv, .tsv, each also with .gz
   */
  readonly format?: RecordFormat;
  /**
   * Field or column of the file that holds a field of the product, where it has another name.
   * @default every field by its own name
   */
  readonly columns?: ProductColumns;
}

/**
 * Reads products one by one in constant memory (a `.json` array is held as a whole; of every
 * product the id is remembered).
 *
 * `id` and `title` must be there; whole numbers become strings as ids. Missing or blank other
 * fields become `null`, no tags, and for `searchable_content` the composed text. Unknown fields
 * are passed over. After the first problem no further product comes out; the error at the end
 * names all problems of the file (the first 20, and how many more), so take nothing as imported
 * before the loop has ended.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE`, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`,
 *   `UNKNOWN_FORMAT`.
 * @example
 * for await (const product of streamProducts("catalogue.csv.gz")) count += 1;
 */
export async function* streamProducts(
  path: string,
  options: ReadProductsOptions = {},
): AsyncGenerator<Product> {
  const seen = new Map<string, number>();
  const parse = (value: unknown, line: number): Product => {
    const product = parseProduct(value, options.columns);
    const before = seen.get(product.id);
    if (before !== undefined)
      throw new Error(`expected each id once, got "${product.id}" again (first at ${before}).`);
    seen.set(product.id, line);
    return product;
  };
  const format = options.format ?? formatOfFile(path);
  for await (const { row } of streamRecords(path, format, parse)) yield row;
}
