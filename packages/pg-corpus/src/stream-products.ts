import type { Product } from "@searchfit/retrieval-dataset";
import type { Database } from "./database.ts";
import { readingNames } from "./generations/vector-source.ts";
import { columnOf, idOrder, inspectTable } from "./inspect-table.ts";
import { productColumns, productSelectList, toProduct } from "./product-columns.ts";
import { activeRows, hasEmbedding } from "./row-filters.ts";
import type { TableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";

/** Which products are streamed. */
export interface StreamProductsOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Leaves out products without a content vector, as S0's extraction does. @default true */
  readonly requireEmbedding?: boolean;
  /**
   * Id after which to begin: the last one of a stream that was stopped, in the stream's own order.
   * @default from the start
   */
  readonly after?: string;
  /** Rows fetched at once, an integer ≥ 1. @default 1000 */
  readonly batchSize?: number;
  /** Stops the stream between two batches. */
  readonly signal?: AbortSignal;
}

/**
 * The active products, ordered by id, from one read-only snapshot and in constant memory.
 *
 * A stream that was stopped goes on with `after`, from a new snapshot. Text ids are ordered by their UTF-8 bytes whatever the database's collation is; integer ids by
 * number. Ids of any type come as text. NULL tags are no tags, a NULL title or search text is "".
 * Other queries may run meanwhile.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `PERMISSION_DENIED`, `NO_CONNECTION`.
 * @example
 * for await (const product of streamProducts(db)) count += product.tags.length;
 */
export async function* streamProducts(
  db: Database,
  options: StreamProductsOptions = {},
): AsyncGenerator<Product, void, undefined> {
  const { requireEmbedding = true } = options;
  const needed = productColumns.map(({ key }) => key);
  yield* productsWhere(db, options, {
    needed: [...needed, "status", ...(requireEmbedding ? (["contentEmbedding"] as const) : [])],
    where: (names) => (requireEmbedding ? hasEmbedding(names) : "true"),
  });
}

interface Selection {
  readonly needed: Parameters<typeof inspectTable>[2];
  readonly where: (names: ReturnType<typeof resolveTableNames>) => string;
}

/** Active products that meet a condition, ordered by id. */
export async function* productsWhere(
  db: Database,
  options: StreamProductsOptions,
  { needed, where }: Selection,
): AsyncGenerator<Product, void, undefined> {
  const names = await readingNames(db, resolveTableNames(options.table));
  const table = await inspectTable(db, names, needed);
  const { after } = options;
  const order = idOrder(table, names);
  const idType = columnOf(table, names.columns.id)?.castType ?? "text";
  const later = after === undefined ? "" : `AND ${order} > $1::${idType}`;
  const sql = `SELECT ${productSelectList(table, names)} FROM ${names.quoted}
    WHERE ${activeRows(names)} AND (${where(names)}) ${later} ORDER BY ${order}`;
  const params = after === undefined ? [] : [after];
  for await (const rows of db.stream(sql, params, options)) yield* rows.map(toProduct);
}
