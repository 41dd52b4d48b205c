import {
  createCorpusTable,
  openServer,
  streamEmbeddings,
  streamProducts,
  upsertProducts,
  writeEmbeddings,
  type Database,
} from "@searchfit/pg-corpus";
import type { Embedder } from "@searchfit/onnx-embedder";
import { liveProduct } from "./live-table.ts";
import { seededMatrix } from "./seeded-matrix.ts";

/** Length of the former model's vectors; those of the tiny model have length 1. */
const formerLength = 2;

/** Makes the table with so many products, vectors of a former model and an HNSW index. */
export async function makeKillTable(db: Database, rows: number, dimensions: number): Promise<void> {
  await createCorpusTable(db, { dimensions });
  const products = Array.from({ length: rows }, (_, row) => liveProduct(row, 1));
  await upsertProducts(db, products);
  const former = seededMatrix(rows, dimensions, 1);
  for (const [at, value] of former.data.entries()) former.data[at] = value * formerLength;
  const ids = products.map(({ id }) => id);
  await writeEmbeddings(db, { ids, content: former, title: former });
  await db.query(
    "CREATE INDEX live_content ON ingested_records USING hnsw (content_embedding vector_cosine_ops)",
  );
}

/** Opens the database, and again where the server is just being started. */
export async function withKillDatabase<T>(
  connectionString: string,
  run: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await openServer({ connectionString, applicationName: "bench" });
  try {
    return await run(db);
  } finally {
    await db.close();
  }
}

/** What readers see of the table, in one word; throws when it is not whole. */
export async function seenModel(db: Database, rows: number): Promise<"former" | "new"> {
  const [row] = await db.query(
    `SELECT count(*)::int AS "rows", count(DISTINCT id)::int AS "ids",
       (count(content_embedding) + count(title_embedding))::int AS "vectors",
       least(min(vector_norm(content_embedding)), min(vector_norm(title_embedding))) AS "least",
       greatest(max(vector_norm(content_embedding)), max(vector_norm(title_embedding))) AS "most"
     FROM ingested_records`,
  );
  const found = row as Record<string, number>;
  if (found.rows !== rows || found.ids !== rows || found.vectors !== 2 * rows)
    throw new Error(`Expected ${rows} products with two vectors, got ${JSON.stringify(row)}.`);
  const is = (length: number) =>
    [found.least, found.most].every((one) => Math.abs((one ?? 0) - length) < 0.01);
  if (is(formerLength)) return "former";
  if (is(1)) return "new";
  throw new Error(`Expected the vectors of one model, got lengths ${JSON.stringify(row)}.`);
}

/** All live vectors, bit for bit. */
export async function vectorBytes(db: Database): Promise<string> {
  const parts: string[] = [];
  for (const column of ["content", "title"] as const)
    for await (const { ids, vectors } of streamEmbeddings(db, { column }))
      parts.push(ids.join(), Buffer.from(vectors.data.buffer).toString("base64"));
  return parts.join();
}

/** Live vectors that are not what the model gives for their product's text. */
export async function countWrong(db: Database, embedder: Embedder): Promise<number> {
  const texts = new Map<string, { readonly content: string; readonly title: string }>();
  for await (const one of streamProducts(db, { requireEmbedding: false }))
    texts.set(one.id, { content: one.searchable_content, title: one.title });
  let right = 0;
  for (const column of ["content", "title"] as const) {
    for await (const { ids, vectors } of streamEmbeddings(db, { column })) {
      const expected = await embedder.embedDocuments(
        ids.map((id) => texts.get(id)?.[column] ?? ""),
      );
      for (let row = 0; row < ids.length; row += 1) {
        const at = row * vectors.dimensions;
        let cosine = 0;
        for (let index = at; index < at + vectors.dimensions; index += 1)
          cosine += (vectors.data[index] ?? 0) * (expected.data[index] ?? 0);
        if (cosine >= 0.9999) right += 1;
      }
    }
  }
  return 2 * texts.size - right;
}
