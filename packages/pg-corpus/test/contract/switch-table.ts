import type { Database, EmbeddingModel, NextEmbeddings, StaleProduct } from "../../src/index.ts";
import {
  createCorpusTable,
  quoteIdentifier,
  staleProducts,
  streamEmbeddings,
  upsertProducts,
  writeEmbeddings,
  writeNextEmbeddings,
} from "../../src/index.ts";
import type { TableNames } from "../../src/index.ts";
import { all, freshTable, product } from "./place.ts";

/** Names of a table in a schema of its own. */
export type TestTable = TableNames & { readonly schema: string };

/** The model that a test switches to. */
export const model: EmbeddingModel = {
  name: "tuned",
  fingerprint: "f".repeat(64),
  precision: "fp32",
  dimensions: 3,
};

/** What a re-embedding is begun with. */
export function beginning(table: TableNames) {
  return { table, model, textVersion: "1" };
}

/** A table of products with old vectors of 2 dimensions. */
export async function tableOf(
  db: Database,
  ids: readonly string[],
  names: TestTable = freshTable(),
): Promise<TestTable> {
  await createCorpusTable(db, { table: names, dimensions: 2 });
  const products = ids.map((id) => product(id));
  await upsertProducts(db, products, { table: names });
  const data = Float32Array.from({ length: ids.length * 2 }, (_, index) => Math.sin(index) / 3);
  const old = { data, rows: ids.length, dimensions: 2 };
  await writeEmbeddings(db, { ids, content: old, title: old }, { table: names });
  return names;
}

/** A model of three dimensions for which a vector tells its text. */
export async function embed(products: readonly StaleProduct[]): Promise<NextEmbeddings> {
  const matrix = (texts: readonly string[]) => ({
    data: Float32Array.from(texts.flatMap((text) => [...vectorOf(text)])),
    rows: texts.length,
    dimensions: 3,
  });
  return {
    ids: products.map((one) => one.product.id),
    sources: products.map((one) => one.source),
    content: matrix(products.map((one) => one.product.searchable_content)),
    title: matrix(products.map((one) => one.product.title)),
  };
}

/** The vector of a text in the new model. */
export function vectorOf(text: string): Float32Array {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const sum = codes.reduce((total, code, index) => (total * 31 + code + index) % 65_521, 7);
  return Float32Array.of(1, sum / 65_521, text.length / 1000);
}

/** Fills the next columns; gives how many products were written. */
export async function fill(db: Database, table: TableNames): Promise<number> {
  const stale = await staleProducts(db, { table });
  const vectors = await embed(stale);
  return db.transaction((session) => writeNextEmbeddings(session, vectors, { table }));
}

/** Both kinds of live vectors, bit for bit, by product. */
export async function liveVectors(db: Database, table: TableNames) {
  const batches = await Promise.all(
    (["content", "title"] as const).map((column) => all(streamEmbeddings(db, { table, column }))),
  );
  return batches.map((batch) => batch.map(({ ids, vectors }) => ({ ids, vectors })));
}

/** Names of the table's columns and definitions of its indexes. */
export async function shapeOf(db: Database, { schema, table = "ingested_records" }: TestTable) {
  const place = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
  const columns = await db.query(
    `SELECT attname::text || ' ' || format_type(atttypid, atttypmod) AS "column"
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1`,
    [place],
  );
  const indexes = await db.query(
    `SELECT pg_get_indexdef(indexrelid) AS "index" FROM pg_index
     WHERE indrelid = $1::regclass ORDER BY 1`,
    [place],
  );
  return [...columns.map(({ column }) => column), ...indexes.map(({ index }) => index)];
}

/** Shares of NULL in the live vectors, as the planner believes them to be, each once. */
export function nullShares(db: Database, { schema }: TestTable) {
  return db.query(
    `SELECT DISTINCT null_frac::float8 AS "share" FROM pg_catalog.pg_stats
     WHERE schemaname = $1 AND attname IN ('content_embedding', 'title_embedding')`,
    [schema],
  );
}
