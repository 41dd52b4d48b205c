import { formatOfFile, type RecordFormat } from "../files/file-format.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { streamRecords } from "../files/stream-records.ts";
import { compileTextTemplate } from "./compile-text-template.ts";
import { ColumnNames, type ProductColumns } from "./column-names.ts";
import { parseProduct, type HtmlInTexts } from "./parse-product.ts";
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
   * @default every field by its own name, whatever its case where only one column has it
   */
  readonly columns?: ProductColumns;
  /**
   * Template that `searchable_content` is made by, whatever the file has there; its language is
   * that of {@link compileTextTemplate}.
   * @default the file's `searchable_content`, else "title. description"
   */
  readonly template?: string;
  /**
   * "text" takes tags out of titles, descriptions, categories, tags and search texts and decodes entities
   * ({@link textWithoutHtml}), before the template is filled. @default "keep"
   */
  readonly html?: HtmlInTexts;
  /** Told at the end of a good file which of its fields no product took, if any. */
  readonly onUnusedColumns?: (columns: readonly string[]) => void;
  /** Told what separates the fields of a CSV file whose header has no comma. */
  readonly onSeparator?: (separator: ";" | "\t") => void;
}

/**
 * Reads products one by one in constant memory (of every product 12 bytes are remembered; of
 * Parquet one row group is held).
 *
 * Fields are known by their names; where none has the very name, by the only one that differs in
 * case and blanks at its ends. A column that `columns` names must be there (in JSON: in some record).
 * When `id` or `title` is nowhere, `details.suggestedColumns` of the error has the columns that seem
 * to hold the fields.
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
  const { template, html, onUnusedColumns, onSeparator } = options;
  const columns = new ColumnNames(options.columns);
  const rule = template === undefined ? undefined : compileTextTemplate(template);
  const seen = new SeenIds();
  const parse = (value: unknown, line: number): Product => {
    const product = parseProduct(value, columns, html);
    const before = seen.add(product.id, line);
    if (before !== undefined)
      throw new Error(`expected each id once, got "${product.id}" again (first at ${before}).`);
    return rule === undefined ? product : { ...product, searchable_content: rule.textOf(product) };
  };
  const records = streamRecords(path, {
    format: options.format ?? formatOfFile(path),
    parse,
    checkColumns: (names) => columns.check(names),
    ...(onSeparator === undefined ? {} : { onSeparator }),
  });
  try {
    for await (const { row } of records) yield row;
  } catch (error) {
    throw suggestColumns(error, columns);
  }
  requireNamedColumns(path, columns);
  if (columns.unused.length > 0) onUnusedColumns?.(columns.unused);
}

function suggestColumns(error: unknown, columns: ColumnNames): unknown {
  const suggestion = columns.suggestion();
  if (!(error instanceof RetrievalDatasetError) || suggestion === undefined) return error;
  const { code, message, details, cause } = error;
  return new RetrievalDatasetError(code, message, {
    hint: `Name the columns that hold the fields: columns ${JSON.stringify(suggestion)}.`,
    details: { ...details, suggestedColumns: suggestion },
    cause,
  });
}

/** Tables are checked by their header; of JSON only the end can tell. */
function requireNamedColumns(path: string, columns: ColumnNames): void {
  const problem = columns.seen.length === 0 ? undefined : columns.missingNamed();
  if (problem === undefined) return;
  throw new RetrievalDatasetError("INVALID_FILE", `${path}: ${problem}`, {
    hint: "Name columns that the file has.",
    details: { file: path },
  });
}
