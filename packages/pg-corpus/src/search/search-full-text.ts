import type { ScoredDoc } from "@searchfit/ir-metrics";
import type { Database } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { checkBatchSize } from "../stream-cursor.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import type { SearchFilter } from "./search-filter.ts";
import { createParameters, filterColumns, filterSql } from "./search-filter.ts";

/** What is searched for by its words. */
export interface SearchFullTextOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** The query as a user types it: words, "phrases", -exclusions, or. */
  readonly text: string;
  /** PostgreSQL's text search configuration, for example "english". @default "simple" */
  readonly configuration?: string;
  /** Finds products with any of the words instead of all of them. @default false */
  readonly anyWord?: boolean;
  /** Which products may be found. @default every active one */
  readonly filter?: SearchFilter;
  /** Results at most, an integer ≥ 1. @default 10 */
  readonly topK?: number;
}

/**
 * The active products whose title, description or search text hold the words of a query, by
 * PostgreSQL's full-text rank (`ts_rank_cd`, which is not BM25; titles count most). Best first; equal
 * scores by id descending in UTF-8 byte order.
 *
 * An index `USING gin` on the same expression is used where there is one; without it every product is
 * read.
 *
 * @throws {PgCorpusError} `INVALID_VALUE` or `QUERY_FAILED` for an unknown configuration.
 * @example
 * await searchFullText(db, { text: "rain jacket" }); // [{ docId: "p7", score: 0.6 }]
 */
export async function searchFullText(
  db: Database,
  options: SearchFullTextOptions,
): Promise<readonly ScoredDoc[]> {
  const { text, configuration = "simple", filter = {}, topK = 10, anyWord = false } = options;
  if (text.includes("\0")) throw new RangeError("Expected a text without NUL characters.");
  const names = resolveTableNames(options.table);
  const keys = ["id", "status", "title", "description", "searchableContent"] as const;
  const table = await inspectTable(db, names, [...keys, ...filterColumns(filter)]);
  const parameters = createParameters();
  const config = `${parameters.add(configuration)}::regconfig`;
  const words = `websearch_to_tsquery(${config}, ${parameters.add(text)})`;
  const query = anyWord ? `replace(${words}::text, ' & ', ' | ')::tsquery` : words;
  const weighted = (name: string | null, weight: string) =>
    name === null
      ? []
      : [
          `setweight(to_tsvector(${config}, coalesce(${quoteIdentifier(name)}::text, '')), '${weight}')`,
        ];
  const { title, searchableContent, description } = names.columns;
  const document = [
    ...weighted(title, "A"),
    ...weighted(description, "B"),
    ...weighted(searchableContent, "C"),
  ].join(" || ");
  const id = `${quoteIdentifier(names.columns.id)}::text`;
  const where = filterSql({ table, names }, filter, parameters);
  const sql = `
    SELECT ${id} AS "docId", ts_rank_cd(${document}, ${query})::float8 AS "score"
    FROM ${names.quoted} WHERE ${where} AND (${document}) @@ ${query}
    ORDER BY "score" DESC, ${id} COLLATE "C" DESC LIMIT ${parameters.add(checkBatchSize(topK))}`;
  const rows = await db.transaction((session) => session.query(sql, parameters.values), {
    readOnly: true,
  });
  return rows.map((row) => ({ docId: row.docId as string, score: row.score as number }));
}
