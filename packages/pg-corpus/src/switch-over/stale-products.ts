import type { Product } from "@searchfit/retrieval-dataset";
import type { Database, Session } from "../database.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { productColumns, productSelectList, toProduct } from "../product-columns.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { checkBatchSize } from "../stream-cursor.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { keepReembedding, type KeptReembedding } from "./keep-reembedding.ts";
import { sourceHash, staleRows } from "./source-hash.ts";

/** Which products are read. */
export interface StaleProductsOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Id after which to begin, the last one of the page before. @default from the start */
  readonly after?: string;
  /** Id with which to end; it is read, too. @default to the end */
  readonly upTo?: string;
  /** Products at most, an integer ≥ 1. @default 1000 */
  readonly limit?: number;
}

/** A product that needs new vectors. */
export interface StaleProduct {
  /** The product. */
  readonly product: Product;
  /** Hash of what its texts are made from, to be written with its vectors. */
  readonly source: string;
}

/**
 * One page of the active products that lack a vector of the new model, or whose text has changed
 * since it was embedded; in the id type's own order. Before a switch the next columns are looked at,
 * after it the live ones. A product without an id is left out. A database reads the page in a
 * transaction of its own, which a switch waits for.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun.
 * @example
 * const page = await staleProducts(db, { limit: 64 });
 * const rest = await staleProducts(db, { limit: 64, after: page.at(-1)?.product.id });
 */
export async function staleProducts(
  session: Session | Database,
  options: StaleProductsOptions = {},
): Promise<readonly StaleProduct[]> {
  const names = resolveTableNames(options.table);
  return keepReembedding(session, names, async (kept) => {
    if (kept.session !== session) await lookRowsUp(kept.session);
    return readPage(kept, names, options);
  });
}

/**
 * Joins of a page look its rows up one by one, in a transaction that ends with the page. A merge join
 * would begin at the first row for every page, and a hash join read whole tables.
 */
async function lookRowsUp(session: Session): Promise<void> {
  await session.query(
    `SELECT set_config('enable_mergejoin', 'off', true), set_config('enable_hashjoin', 'off', true)`,
  );
}

async function readPage(
  { session, source, column }: KeptReembedding,
  names: ResolvedTableNames,
  { after, upTo, limit }: StaleProductsOptions,
): Promise<readonly StaleProduct[]> {
  const keys = productColumns.map(({ key }) => key);
  const table = await inspectTable(session, names, [...keys, "status"]);
  const id = `target.${quoteIdentifier(names.columns.id)}`;
  const idType = columnOf(table, names.columns.id)?.castType ?? "text";
  const rows = await session.query(
    `SELECT ${productSelectList(table, names)}, ${sourceHash(table, names)}::text AS "source"
     FROM ${source} AS target
     WHERE ${staleRows(table, names, column)} AND ${id} IS NOT NULL
       AND ($2::${idType} IS NULL OR ${id} > $2::${idType})
       AND ($3::${idType} IS NULL OR ${id} <= $3::${idType})
     ORDER BY ${id} LIMIT $1`,
    [checkBatchSize(limit), after ?? null, upTo ?? null],
  );
  return rows.map((row) => ({ product: toProduct(row), source: row.source as string }));
}
