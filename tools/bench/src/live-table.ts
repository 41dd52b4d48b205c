import {
  createCorpusTable,
  dropUnusedEmbeddings,
  lockReembedding,
  upsertProducts,
  writeEmbeddings,
  type Database,
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

/** Makes the table anew: products, vectors of the former model, which is recorded, HNSW on them. */
export async function makeLiveTable(db: Database, rows: number): Promise<void> {
  await db.query("DROP SCHEMA IF EXISTS searchfit_live CASCADE");
  await createCorpusTable(db, { table: liveTable, dimensions: liveDimensions });
  await recordFormerModel(db);
  for (let start = 0; start < rows; start += portion) {
    const length = Math.min(portion, rows - start);
    const products = Array.from({ length }, (_, at) => liveProduct(start + at, 1));
    await upsertProducts(db, products, { table: liveTable, batchSize: portion });
    await writeEmbeddings(db, liveVectors(formerEncoder, products), { table: liveTable });
  }
  await db.query(
    `CREATE INDEX live_content ON ${liveTableSql} USING hnsw (content_embedding vector_cosine_ops)`,
  );
  await db.query(`VACUUM ANALYZE ${liveTableSql}`);
}

/** Switches the table to the former model while it holds one product: that makes it the active one. */
async function recordFormerModel(db: Database): Promise<void> {
  await upsertProducts(db, [liveProduct(0, 1)], { table: liveTable });
  const embedder = embedderOf(formerEncoder);
  const job = { db, table: liveTable, embedder, model: modelOf(embedder) };
  await lockReembedding(db, {
    table: liveTable,
    run: async (session) => {
      await runReembedding(job, { session });
      await activateVectors(job, { session });
    },
  });
  await dropUnusedEmbeddings(db, { table: liveTable });
}
