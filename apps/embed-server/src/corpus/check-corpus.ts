import { streamEmbeddings, type Database, type TableNames } from "@searchfit/pg-corpus";

/** What is checked. */
export interface CheckCorpusOptions {
  /** An open database. */
  readonly database: Database;
  /** Names of the table and its columns. */
  readonly table: TableNames;
  /** Values of the model's embeddings. */
  readonly dimensions: number;
}

/**
 * Why the model cannot search the table, or undefined when it can: looks at the table and at one
 * stored vector, so that it is told at the start and not at the first search.
 */
export async function checkCorpus(options: CheckCorpusOptions): Promise<string | undefined> {
  const { database, table, dimensions } = options;
  try {
    for await (const { vectors } of streamEmbeddings(database, { table, batchSize: 1 })) {
      if (vectors.dimensions === dimensions) return undefined;
      return `the table's vectors have ${vectors.dimensions} dimensions, the model's ${dimensions}`;
    }
    return "the table has no active product with a vector";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
