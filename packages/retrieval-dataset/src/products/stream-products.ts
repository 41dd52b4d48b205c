import { formatOfFile, type RecordFormat } from "../files/file-format.ts";
import { streamRecords } from "../files/stream-records.ts";
import { compileTextTemplate } from "./compile-text-template.ts";
import { parseProduct, type ProductColumns } from "./parse-product.ts";
import type { Product } from "./product.ts";
import { SeenIds } from "./seen-ids.ts";

/** How a file of products is read. */
export interface ReadProductsOptions {
  /**
   * Layout of the file.
   * @default by the file's name: .jsonl, .ndjson, .json, .csv, .tsv, each also with .gz; .parquet
   */
  readonly format?: RecordFormat;
  /**
   * Field or column of the file that holds a field of the product, where it has another name.
   * @default every field by its own name
   */
  readonly columns?: ProductColumns;
  /**
   * Template that `searchable_content` is made by, whatever the file has there; its language is
   * that of {@link compileTextTemplate}.
   * @default the file's `searchable_content`, else "title. description"
   */
  readonly template?: string;
}

/**
 * Reads products one by one in constant memory (of every product 12 bytes are remembered; of
 * Parquet one row group is held).
 *
 * `id` and `title` must be there; whole numbers become strings as ids. Missing or blank other
 * fields become `null`, no tags, and for `searchable_content` the composed text. Unknown fields
 * are passed over. After the first problem no further product comes out; the error at the end
 * names all problems of the file (the first 20, and how many more), so take nothing as imported
 * before the loop has ended.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE`, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`,
 *   `UNKNOWN_FORMAT`, `INVALID_TEMPLATE`.
 * @example
 * for await (const product of streamProducts("catalogue.csv.gz")) count += 1;
 */
export async function* streamProducts(
  path: string,
  options: ReadProductsOptions = {},
): AsyncGenerator<Product> {
  const { columns, template } = options;
  const rule = template === undefined ? undefined : compileTextTemplate(template);
  const seen = new SeenIds();
  const parse = (value: unknown, line: number): Product => {
    const product = parseProduct(value, columns);
    const before = seen.add(product.id, line);
    if (before !== undefined)
      throw new Error(`expected each id once, got "${product.id}" again (first at ${before}).`);
    return rule === undefined ? product : { ...product, searchable_content: rule.textOf(product) };
  };
  const format = options.format ?? formatOfFile(path);
  const requiredColumns = [columns?.id ?? "id", columns?.title ?? "title"];
  for await (const { row } of streamRecords(path, { format, parse, requiredColumns })) yield row;
}
