import {
  resolveTableNames,
  searchCorpus,
  type Database,
  type SearchCorpusOptions,
  type TableNames,
} from "@searchfit/pg-corpus";
import type { SearchProducts } from "../search-products.ts";
import { findProducts } from "./find-products.ts";
import { fusedDepth, fuseWithWords, type WordRanking } from "./fuse-with-words.ts";

/** Which vectors products are ranked by, and how. */
export type CorpusRanking = Pick<SearchCorpusOptions, "column" | "titleWeight" | "method">;

/** Where the products are. */
export interface CreateCorpusSearchOptions {
  /** An open database; the caller closes it. */
  readonly database: Database;
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** What they are ranked by. @default content vectors, compared with every product */
  readonly ranking?: CorpusRanking;
  /** Words that count, too, see `indexCorpusWords`. @default vectors alone */
  readonly words?: WordRanking | undefined;
}

/**
 * Search over the products in PostgreSQL: by cosine with `content_embedding`, `title_embedding` or their
 * weighted mean, exact or with candidates from the vector indexes; with `words` fused with BM25.
 *
 * A query vector of another width than the table's vectors is refused. The fingerprint of the model
 * that made the vectors, where a switch has recorded it, comes from the same snapshot. Products that are
 * not active (any more) are not found, by words neither.
 *
 * @param options Database, table, ranking and words.
 * @returns The function that `createServer` takes as `search`; it rejects with `PgCorpusError`:
 *   `DIMENSION_MISMATCH`, `TABLE_MISSING`, `COLUMN_MISSING`, `NO_CONNECTION` ….
 * @throws {PgCorpusError} `INVALID_IDENTIFIER` when a name cannot be one.
 * @example
 * const search = createCorpusSearch({ database });
 * await search({ vector, topK: 1, query: "rain" }); // { hits: [{ id: "p7", title: "Rain jacket", …, score: 0.82 }], … }
 */
export function createCorpusSearch(options: CreateCorpusSearchOptions): SearchProducts {
  const { database, table = {}, ranking = {}, words } = options;
  const names = resolveTableNames(table);
  return async ({ vector, topK: limit, query }) => {
    const topK = words === undefined ? limit : fusedDepth;
    const near = await searchCorpus(database, { ...ranking, table, vector, topK });
    const found = words === undefined ? near : fuseWithWords(near, words, query);
    const ids = found.map((hit) => hit.docId);
    const products = await findProducts(database, names, ids);
    const hits = found.flatMap(({ docId, score }) => {
      const product = products.get(docId);
      return product === undefined ? [] : [{ id: docId, ...product, score }];
    });
    return { hits: hits.slice(0, limit), fingerprint: near[0]?.fingerprint };
  };
}
