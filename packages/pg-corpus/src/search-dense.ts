import type { ScoredDoc } from "@searchfit/ir-metrics";
import type { Database } from "./database.ts";
import { readingNames } from "./generations/vector-source.ts";
import { columnOf, inspectTable } from "./inspect-table.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { activeRows } from "./row-filters.ts";
import type { TableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";
import { checkDimensions } from "./vector-column.ts";
import { requireVectorExtension } from "./vector-extension.ts";

/** What is searched for. */
export interface SearchDenseOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** The query's vector, from the model that made the stored vectors. */
  readonly vector: Float32Array;
  /** Which vectors it is compared with. @default "content" */
  readonly column?: "content" | "title";
  /** Results at most, an integer ≥ 1. @default 10 */
  readonly topK?: number;
}

/**
 * The active products nearest to a vector by cosine, by comparing with every one of them (exact: an
 * index is not used).
 *
 * Best first; equal scores by id descending in UTF-8 byte order, as trec_eval orders them. The score
 * is the cosine in [-1, 1], and 0 for a vector without length.
 *
 * @throws {PgCorpusError} `DIMENSION_MISMATCH` when the vector has another width than the column.
 * @example
 * await searchDense(db, { vector, topK: 2 }); // [{ docId: "p7", score: 0.82 }, { docId: "p2", score: 0.79 }]
 */
export async function searchDense(
  db: Database,
  options: SearchDenseOptions,
): Promise<readonly ScoredDoc[]> {
  const { vector, topK = 10 } = options;
  if (!Number.isInteger(topK) || topK < 1)
    throw new RangeError(`Expected topK to be an integer of 1 or more, got ${topK}.`);
  const names = await readingNames(db, resolveTableNames(options.table));
  const key = options.column === "title" ? "titleEmbedding" : "contentEmbedding";
  const table = await inspectTable(db, names, ["id", "status", key]);
  const column = columnOf(table, names.columns[key]);
  if (column === undefined) throw new RangeError("Expected a column with title vectors, got null.");
  checkDimensions(table, column.name, vector.length);
  const { schema } = await requireVectorExtension(db);
  const name = quoteIdentifier(column.name);
  const id = `${quoteIdentifier(names.columns.id)}::text`;
  // Ordering by an expression instead of the bare operator keeps approximate indexes out of it.
  const distance = `${name}::${schema}.vector OPERATOR(${schema}.<=>) $1::${schema}.vector`;
  const rows = await db.query<{ docId: string; score: number }>(
    `SELECT ${id} AS "docId", coalesce(nullif(1 - (${distance}), 'NaN'), 0)::float8 AS "score"
     FROM ${names.quoted} WHERE ${activeRows(names)} AND ${name} IS NOT NULL
     ORDER BY "score" DESC, ${id} COLLATE "C" DESC LIMIT $2`,
    [vector, topK],
  );
  return rows.map(({ docId, score }) => ({ docId, score }));
}
