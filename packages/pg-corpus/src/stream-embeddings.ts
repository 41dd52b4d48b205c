import type { Database, Row } from "./database.ts";
import { decodeVector } from "./decode-vector.ts";
import { readingNames } from "./generations/vector-source.ts";
import { columnOf, idOrder, inspectTable } from "./inspect-table.ts";
import type { VectorMatrix } from "./matrix.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { activeRows } from "./row-filters.ts";
import type { TableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";
import { checkVectorType } from "./vector-column.ts";
import { requireVectorExtension } from "./vector-extension.ts";

/** Which vectors are streamed. */
export interface StreamEmbeddingsOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Which vectors. @default "content" */
  readonly column?: "content" | "title";
  /** Rows a batch, an integer ≥ 1. @default 1000 */
  readonly batchSize?: number;
  /** Stops the stream between two batches. */
  readonly signal?: AbortSignal;
}

/** Vectors of some products. */
export interface EmbeddingBatch {
  /** Product ids. */
  readonly ids: readonly string[];
  /** Their vectors, in the same order. */
  readonly vectors: VectorMatrix;
}

/**
 * The vectors of the active products that have one, ordered by id, bit for bit as they are stored
 * (halfvec widened to 32 bits), in constant memory.
 *
 * @throws {PgCorpusError} `COLUMN_TYPE_MISMATCH` when the column holds no vectors,
 *   `DIMENSION_MISMATCH` when a batch holds vectors of several widths, `TABLE_MISSING`,
 *   `COLUMN_MISSING`, `EXTENSION_MISSING`.
 * @example
 * for await (const { ids, vectors } of streamEmbeddings(db)) index.add(ids, vectors.data);
 */
export async function* streamEmbeddings(
  db: Database,
  options: StreamEmbeddingsOptions = {},
): AsyncGenerator<EmbeddingBatch, void, undefined> {
  const names = await readingNames(db, resolveTableNames(options.table));
  const key = options.column === "title" ? "titleEmbedding" : "contentEmbedding";
  const table = await inspectTable(db, names, ["id", "status", key]);
  const column = columnOf(table, names.columns[key]);
  if (column === undefined) throw new RangeError("Expected a column with title vectors, got null.");
  checkVectorType(column);
  const { schema } = await requireVectorExtension(db);
  const name = quoteIdentifier(column.name);
  const sql = `
    SELECT ${quoteIdentifier(names.columns.id)}::text AS "id",
           encode(${schema}.vector_send(${name}::${schema}.vector), 'base64') AS "bytes"
    FROM ${names.quoted} WHERE ${activeRows(names)} AND ${name} IS NOT NULL
    ORDER BY ${idOrder(table, names)}`;
  for await (const rows of db.stream(sql, [], options)) yield toBatch(rows);
}

function toBatch(rows: readonly Row[]): EmbeddingBatch {
  const vectors = rows.map((row) => decodeVector(row.bytes as string));
  const dimensions = vectors[0]?.length ?? 0;
  const data = new Float32Array(rows.length * dimensions);
  for (const [row, vector] of vectors.entries()) {
    if (vector.length !== dimensions) throw severalWidths(dimensions, vector.length);
    data.set(vector, row * dimensions);
  }
  const ids = rows.map((row) => row.id as string);
  return { ids, vectors: { data, rows: rows.length, dimensions } };
}

function severalWidths(expected: number, actual: number): PgCorpusError {
  return new PgCorpusError({
    code: "DIMENSION_MISMATCH",
    message: `Expected vectors of one width, got ${expected} and ${actual} dimensions in one column.`,
    hint: "The column holds vectors of several models; embed all products again.",
    details: { expected, actual },
  });
}
