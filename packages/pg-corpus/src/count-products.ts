import type { Database } from "./database.ts";
import { readingNames } from "./generations/vector-source.ts";
import { inspectTable } from "./inspect-table.ts";
import { activeRows, hasEmbedding, lacksEmbedding } from "./row-filters.ts";
import type { TableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";

/** Where products are counted. */
export interface CountProductsOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
}

/** How many products a table has. */
export interface ProductCounts {
  /** All rows. */
  readonly total: number;
  /** Active ones. */
  readonly active: number;
  /** Active ones with a content vector: those that extraction reads. */
  readonly withEmbedding: number;
  /** Active ones that lack a content or a title vector. */
  readonly withoutEmbeddings: number;
}

/**
 * Counts the products of a table.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `PERMISSION_DENIED`, `NO_CONNECTION`.
 * @example
 * await countProducts(db); // { total: 1013, active: 1013, withEmbedding: 1013, withoutEmbeddings: 0 }
 */
export async function countProducts(
  db: Database,
  options: CountProductsOptions = {},
): Promise<ProductCounts> {
  const names = await readingNames(db, resolveTableNames(options.table));
  await inspectTable(db, names, ["status", "contentEmbedding", "titleEmbedding"]);
  const active = activeRows(names);
  const [row] = await db.query(
    `SELECT count(*)::float8 AS "total",
       count(*) FILTER (WHERE ${active})::float8 AS "active",
       count(*) FILTER (WHERE ${active} AND ${hasEmbedding(names)})::float8 AS "withEmbedding",
       count(*) FILTER (WHERE ${active} AND (${lacksEmbedding(names)}))::float8 AS "withoutEmbeddings"
     FROM ${names.quoted}`,
  );
  return { ...row } as unknown as ProductCounts;
}
