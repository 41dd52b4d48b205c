import type { Embedder } from "@searchfit/onnx-embedder";
import {
  createCorpusTable,
  openEmbedded,
  upsertProducts,
  writeEmbeddings,
  type Database,
} from "@searchfit/pg-corpus";

const titles = new Map([
  ["1", "waterproof jacket"],
  ["2", "red shoe"],
  ["3", "desk lamp"],
  ["4", "coffee pot"],
]);

/** An embedded database with four products and their vectors; in memory unless a folder is given. */
export async function productDatabase(embedder: Embedder, folder?: string): Promise<Database> {
  const database = await openEmbedded(folder === undefined ? {} : { folder });
  await addProducts(database, embedder);
  return database;
}

/** Puts four products and their vectors into an empty database. */
export async function addProducts(database: Database, embedder: Embedder): Promise<void> {
  await createCorpusTable(database, { dimensions: embedder.model.dimensions });
  const products = [...titles].map(([id, title]) => ({
    id,
    title,
    description: id === "2" ? null : `A ${title}.`,
    category: "things",
    tags: [],
    searchable_content: title,
    source_file: null,
  }));
  await upsertProducts(database, products);
  const vectors = await embedder.embedDocuments([...titles.values()]);
  await writeEmbeddings(database, { ids: [...titles.keys()], content: vectors, title: vectors });
}
