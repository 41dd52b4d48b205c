import {
  createCorpusTable,
  dropUnusedEmbeddings,
  lockReembedding,
  upsertProducts,
  writeEmbeddings,
  type Database,
  type StrategyName,
} from "@searchfit/pg-corpus";
import { activateVectors, modelOf, runReembedding } from "@searchfit/reembed-job";
import type { Product } from "@searchfit/retrieval-dataset";
import {
  embedderOf,
  encodeAll,
  formerEncoder,
  liveDimensions,
  type LiveEncoder,
} from "./live-encoder.ts";

/** A table of its own. */
export const liveTable = { schema: "searchfit_live", table: "ingested_records" } as const;

/** The table, for SQL. */
export const liveTableSql = "searchfit_live.ingested_records";

/** How the table is switched: `LIVE_STRATEGY`, set by live-switch.ts. */
export const liveStrategy = (process.env.LIVE_STRATEGY ?? "columns") as StrategyName;

/** What is searched, for SQL. */
export const searchedSql =
  liveStrategy === "generations" ? `${liveTableSql}__active` : liveTableSql;

/** A product of 40 words about one of 500 topics; another version has another text. */
export function liveProduct(row: number, version: number): Product {
  const topic = row % 500;
  const word = (at: number) => {
    const random = Math.imul(row * 64 + at + version * 7919, 2_654_435_761) >>> 8;
    return at % 5 < 3 ? `t${topic}w${random % 40}` : `w${random % 2000}`;
  };
  const words = Array.from({ length: 40 }, (_, at) => word(at)).join(" ");
  return {
    id: String(row),
    title: `t${topic}w${row % 40} product ${row} version ${version}`,
    description: null,
    category: `topic ${topic}`,
    tags: [],
    searchable_content: `${words} product ${row} version ${version}`,
    source_file: null,
  };
}

/** The vectors of products' texts and titles. */
export function liveVectors(encoder: LiveEncoder, products: readonly Product[]) {
  return {
    ids: products.map(({ id }) => id),
    content: encodeAll(
      encoder,
      products.map((product) => product.searchable_content),
    ),
    title: encodeAll(
      encoder,
      products.map(({ title }) => title),
    ),
  };
}

const portion = 5000;

/**
 * Makes the table anew: products, vectors of the former model, which is recorded, HNSW on them (built at
 * the end, of a generation's vectors, too).
 */
export async function makeLiveTable(db: Database, rows: number): Promise<void> {
  await db.query("DROP SCHEMA IF EXISTS searchfit_live CASCADE");
  await createCorpusTable(db, { table: liveTable, dimensions: liveDimensions });
  await recordFormerModel(db);
  const indexes = await takeIndexes(db);
  for (let start = 0; start < rows; start += portion) {
    const length = Math.min(portion, rows - start);
    const products = Array.from({ length }, (_, at) => liveProduct(start + at, 1));
    await upsertProducts(db, products, { table: liveTable, batchSize: portion });
    await writeEmbeddings(db, liveVectors(formerEncoder, products), { table: liveTable });
  }
  const columns = `CREATE INDEX live_content ON ${liveTableSql} USING hnsw (content_embedding vector_cosine_ops)`;
  for (const index of liveStrategy === "generations" ? indexes : [columns]) await db.query(index);
  await db.query("VACUUM ANALYZE");
}

/** Drops the vector indexes; resolves with what makes them again. */
async function takeIndexes(db: Database): Promise<string[]> {
  const rows = await db.query<{ name: string; made: string }>(
    `SELECT indexname::text AS "name", indexdef AS "made" FROM pg_catalog.pg_indexes
     WHERE schemaname = 'searchfit_live' AND indexdef LIKE '%USING hnsw%'`,
  );
  for (const { name } of rows) await db.query(`DROP INDEX searchfit_live.${name}`);
  return rows.map(({ made }) => made);
}

/** Switches the table to the former model while it holds one product: that makes it the active one. */
async function recordFormerModel(db: Database): Promise<void> {
  await upsertProducts(db, [liveProduct(0, 1)], { table: liveTable });
  const embedder = embedderOf(formerEncoder);
  const model = modelOf(embedder);
  const job = { db, table: liveTable, embedder, model, strategy: liveStrategy };
  await lockReembedding(db, {
    table: liveTable,
    run: async (session) => {
      await runReembedding(job, { session });
      await activateVectors(job, { session });
    },
  });
  await dropUnusedEmbeddings(db, { table: liveTable });
}
