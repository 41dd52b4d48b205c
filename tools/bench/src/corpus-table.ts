import {
  createCorpusTable,
  upsertProducts,
  writeEmbeddings,
  type Database,
} from "@searchfit/pg-corpus";
import type { Product } from "@searchfit/retrieval-dataset";
import { seededMatrix } from "./seeded-matrix.ts";

/** A table of its own. */
export const benchTable = { schema: "searchfit_bench", table: "ingested_records" } as const;

/** The table, for SQL. */
export const benchTableSql = "searchfit_bench.ingested_records";

/** The server that DATABASE_URL names. */
export function benchServer(): string {
  const url = process.env.DATABASE_URL;
  if (url === undefined || url === "") throw new Error("Set DATABASE_URL to a server for tests.");
  return url;
}

/** Width of the vectors. */
export const dimensions = 384;

/** A product of about 2.5 kB of text, as wide rows are. */
function wideProduct(row: number): Product {
  const words = Array.from({ length: 300 }, (_, word) => `word${(row * 7 + word * 13) % 5000}`);
  return {
    id: `p${String(row).padStart(7, "0")}`,
    title: `Product ${row}`,
    description: words.slice(0, 40).join(" "),
    category: `category ${row % 20}`,
    tags: [`tag ${row % 7}`, `tag ${row % 11}`],
    searchable_content: words.join(" "),
    source_file: "products.csv",
  };
}

/** Makes the table anew with so many wide products and, if asked for, vectors of a former model. */
export async function makeCorpusTable(
  db: Database,
  { rows, former }: { readonly rows: number; readonly former: boolean },
): Promise<readonly string[]> {
  await db.query("DROP SCHEMA IF EXISTS searchfit_bench CASCADE");
  await createCorpusTable(db, { table: benchTable, dimensions });
  const products = Array.from({ length: rows }, (_, row) => wideProduct(row));
  await upsertProducts(db, products, { table: benchTable, batchSize: 5000 });
  const ids = products.map(({ id }) => id);
  const vectors = seededMatrix(rows, dimensions, 1);
  if (former)
    await writeEmbeddings(db, { ids, content: vectors, title: vectors }, { table: benchTable });
  await db.query(`VACUUM ANALYZE ${benchTableSql}`);
  return ids;
}
