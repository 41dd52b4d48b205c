import {
  buildNextIndexes,
  lockReembedding,
  prepareNextEmbeddings,
  type Database,
  type TableNames,
} from "../../src/index.ts";
import { beginning, fill, model } from "./switch-table.ts";

/** Begins a generation. */
export function beginGeneration(db: Database, table: TableNames, next = model) {
  return prepareNextEmbeddings(db, { ...beginning(table), model: next, strategy: "generations" });
}

/** Builds the indexes that the new vectors lack. */
export function buildIndexes(db: Database, table: TableNames) {
  return lockReembedding(db, {
    table,
    run: (session) => buildNextIndexes(db, { table, session }),
  });
}

/** Fills the new vectors and builds their indexes: ready to be switched. */
export async function completeVectors(db: Database, table: TableNames): Promise<void> {
  await fill(db, table);
  await buildIndexes(db, table);
}
