import type { Product } from "@searchfit/retrieval-dataset";
import { batchesOf } from "./batches.ts";
import type { Database, Session, WriteOptions } from "./database.ts";
import { forgetChangedVectors } from "./generations/active-generation.ts";
import { inspectTable } from "./inspect-table.ts";
import { lockStaged } from "./lock-staged.ts";
import { productColumns, toCopyValues } from "./product-columns.ts";
import { stageRows } from "./stage-rows.ts";
import { resolveTableNames } from "./table-names.ts";
import type { UpsertStatements } from "./upsert-statements.ts";
import { upsertStatements } from "./upsert-statements.ts";

/** What an upsert did. */
export interface UpsertResult {
  /** Products that were not there. */
  readonly inserted: number;
  /** Products that were there with other values. */
  readonly updated: number;
  /** Products that were there just so, and were not written. */
  readonly unchanged: number;
}

const stagedColumns = productColumns.map(({ field }) => ({
  name: field,
  type: field === "tags" ? "text[]" : "text",
}));

/**
 * Inserts products and updates those that changed; running it again changes nothing.
 *
 * When title, description or search text change, the content vector becomes NULL, and when the title
 * changes, the title vector: a vector is never older than its text. Of a product that is given twice
 * the last form stays. The status of existing rows and columns of the table's own are left alone, and
 * so are products that are not given. Each batch is one transaction.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `PRIMARY_KEY_MISSING`,
 *   `PERMISSION_DENIED`, or `INVALID_VALUE` when a value does not fit its column.
 * @example
 * await upsertProducts(db, products); // { inserted: 812, updated: 3, unchanged: 198 }
 */
export async function upsertProducts(
  db: Database,
  products: Iterable<Product> | AsyncIterable<Product>,
  options: WriteOptions = {},
): Promise<UpsertResult> {
  const names = resolveTableNames(options.table);
  const table = await inspectTable(
    db,
    names,
    productColumns.map(({ key }) => key),
  );
  const statements = upsertStatements(table, names);
  const total = Array.isArray(products) ? products.length : undefined;
  let [inserted, updated, done] = [0, 0, 0];
  let repeated = 0;
  for await (const batch of batchesOf(products, options.batchSize)) {
    options.signal?.throwIfAborted();
    const last = [...new Map(batch.map((product) => [product.id, product])).values()];
    const counts = await db.transaction(async (session) => {
      await stageRows(session, stagedColumns, last.map(toCopyValues));
      await lockStaged(session, table, names);
      await forgetChangedVectors(session, names, table);
      return upsertStaged(session, statements, last.length);
    });
    inserted += counts.inserted;
    updated += counts.updated;
    repeated += batch.length - last.length;
    done += batch.length;
    options.onProgress?.({ done, total: total ?? done });
  }
  return { inserted, updated, unchanged: done - repeated - inserted - updated };
}

async function upsertStaged(
  session: Session,
  { countExisting, upsert }: UpsertStatements,
  staged: number,
): Promise<{ inserted: number; updated: number }> {
  const existing = await countOf(session, countExisting);
  const written = await countOf(session, upsert);
  const inserted = staged - existing;
  return { inserted, updated: written - inserted };
}

async function countOf(session: Session, sql: string): Promise<number> {
  const [row] = await session.query<{ count: number }>(sql);
  return row?.count ?? 0;
}
