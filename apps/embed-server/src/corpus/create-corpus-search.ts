import {
  resolveTableNames,
  searchDense,
  type Database,
  type TableNames,
} from "@searchfit/pg-corpus";
import type { SearchProducts } from "../search-products.ts";
import { findProducts } from "./find-products.ts";

/** Where the products are. */
export interface CreateCorpusSearchOptions {
  /** An open database; the caller closes it. */
  readonly database: Database;
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
}

/**
 * Search over the products in PostgreSQL: exact, by cosine with `content_embedding`.
 *
 * A query vector of another width than the table's vectors is refused. Vectors of the same width
 * from another model are not recognised as such.
 *
 * @param options Database and table.
 * @returns The function that `createServer` takes as `search`; it rejects with `PgCorpusError`:
 *   `DIMENSION_MISMATCH`, `TABLE_MISSING`, `COLUMN_MISSING`, `NO_CONNECTION` ….
 * @throws {PgCorpusError} `INVALID_IDENTIFIER` when a name cannot be one.
 * @example
 * const search = createCorpusSearch({ database });
 * await search({ vector, topK: 1 }); // [{ id: "p7", title: "Rain jacket", …, score: 0.82 }]
 */
export function createCorpusSearch(options: CreateCorpusSearchOptions): SearchProducts {
  const { database, table = {} } = options;
  const names = resolveTableNames(table);
  return async ({ vector, topK }) => {
    const found = await searchDense(database, { table, vector, topK });
    const products = await findProducts(
      database,
      names,
      found.map((hit) => hit.docId),
    );
    return found.flatMap(({ docId, score }) => {
      const product = products.get(docId);
      return product === undefined ? [] : [{ id: docId, ...product, score }];
    });
  };
}
