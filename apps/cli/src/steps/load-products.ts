import {
  createCorpusTable,
  productsWithoutEmbeddings,
  upsertProducts,
  writeEmbeddings,
  type Database,
  type TableNames,
  type UpsertResult,
} from "@searchfit/pg-corpus";
import type { Embedder } from "@searchfit/onnx-embedder";
import { productText, type Product } from "@searchfit/retrieval-dataset";
import type { Terminal } from "../terminal/terminal.ts";

/** Products embedded and written together: one transaction. */
const batchSize = 512;

/** What is loaded into a database. */
export interface LoadProductsOptions {
  /** The database. */
  readonly database: Database;
  /** Names of the table. */
  readonly table: TableNames;
  /** The catalogue. */
  readonly products: readonly Product[];
  /** Model of the vectors. */
  readonly embedder: Embedder;
  /** Where to show progress. */
  readonly terminal: Terminal;
  /** Stops between two batches; what was written stays, and the next call goes on. */
  readonly signal: AbortSignal;
}

/** What loading did. */
export interface LoadResult extends UpsertResult {
  /** Products that got new vectors. */
  readonly embedded: number;
}

/**
 * Puts a catalogue with its vectors into the database; what is there already is left alone.
 */
export async function loadProducts(options: LoadProductsOptions): Promise<LoadResult> {
  const { database, table, products, embedder, terminal, signal } = options;
  await createCorpusTable(database, { table, dimensions: embedder.model.dimensions });
  const counts = await upsertProducts(database, products, { table, signal });
  const line = terminal.progress("embedding for the database", "products");
  const waiting: Product[] = [];
  for await (const product of productsWithoutEmbeddings(database, { table })) waiting.push(product);
  for (let start = 0; start < waiting.length; start += batchSize) {
    signal.throwIfAborted();
    const batch = waiting.slice(start, start + batchSize);
    const content = await embedder.embedDocuments(batch.map(productText), { signal });
    const title = await embedder.embedDocuments(
      batch.map((product) => product.title),
      { signal },
    );
    const ids = batch.map((product) => product.id);
    await writeEmbeddings(database, { ids, content, title }, { table });
    line.update({ done: start + batch.length, total: waiting.length });
  }
  line.end();
  return { ...counts, embedded: waiting.length };
}
