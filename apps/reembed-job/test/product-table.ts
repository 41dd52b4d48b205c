import { cosineSimilarity, embeddingAt } from "@searchfit/onnx-embedder";
import type { Embedder } from "@searchfit/onnx-embedder";
import {
  createCorpusTable,
  streamEmbeddings,
  streamProducts,
  upsertProducts,
  writeEmbeddings,
  type Database,
} from "@searchfit/pg-corpus";
import { productText, type Product } from "@searchfit/retrieval-dataset";

/** Length of the vectors of the former model: those of the tiny model have length 1. */
export const formerLength = 2;

const things = ["rain jacket", "red shoe", "desk lamp", "coffee pot", "wool sock", "oak table"];

/** A product whose text tells its id and version. */
export function product(id: string, version = 1): Product {
  const thing = things[Number(id) % things.length] ?? "thing";
  return {
    id,
    title: `${thing} ${id}`,
    description: `A ${thing}, version ${version}.`,
    category: null,
    tags: [],
    searchable_content: `${thing} ${id}. Version ${version}`,
    source_file: null,
  };
}

/** Makes the table with products 0 … count-1, vectors of a former model and an HNSW index. */
export async function makeProductTable(db: Database, count: number, dimensions = 32) {
  await createCorpusTable(db, { dimensions });
  const ids = Array.from({ length: count }, (_, index) => `${index}`);
  await upsertProducts(
    db,
    ids.map((id) => product(id)),
  );
  const data = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row += 1) {
    const vector = data.subarray(row * dimensions, (row + 1) * dimensions);
    for (let index = 0; index < dimensions; index += 1)
      vector[index] = Math.sin(row * 12.9898 + index * 78.233);
    const length = Math.hypot(...vector);
    for (let index = 0; index < dimensions; index += 1)
      vector[index] = ((vector[index] ?? 0) / length) * formerLength;
  }
  const former = { data, rows: count, dimensions };
  await writeEmbeddings(db, { ids, content: former, title: former });
  await db.query(
    "CREATE INDEX content_hnsw ON ingested_records USING hnsw (content_embedding vector_cosine_ops)",
  );
}

/** The live vectors, bit for bit. */
export async function liveVectors(db: Database) {
  const all: (readonly [id: string, column: string, bytes: string])[] = [];
  for (const column of ["content", "title"] as const) {
    for await (const { ids, vectors } of streamEmbeddings(db, { column })) {
      for (const [row, id] of ids.entries()) {
        const start = row * vectors.dimensions;
        const values = vectors.data.slice(start, start + vectors.dimensions);
        all.push([id, column, Buffer.from(values.buffer).toString("base64")]);
      }
    }
  }
  return all;
}

/** Smallest cosine of a live vector with what the model gives for its product's present text. */
export async function agreement(db: Database, embedder: Embedder): Promise<number> {
  const products: Product[] = [];
  for await (const one of streamProducts(db, { requireEmbedding: false })) products.push(one);
  let smallest = 1;
  for (const column of ["content", "title"] as const) {
    const texts = products.map(column === "content" ? productText : ({ title }) => title);
    const expected = await embedder.embedDocuments(texts);
    const rows = new Map(products.map(({ id }, row) => [id, row]));
    for await (const { ids, vectors } of streamEmbeddings(db, { column })) {
      for (const [row, id] of ids.entries()) {
        const cosine = cosineSimilarity(
          embeddingAt(vectors, row),
          embeddingAt(expected, rows.get(id) ?? -1),
        );
        smallest = Math.min(smallest, cosine);
        rows.delete(id);
      }
    }
    if (rows.size > 0) return 0; // a product without a vector
  }
  return smallest;
}
