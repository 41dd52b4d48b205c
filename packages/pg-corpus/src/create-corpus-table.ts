import type { Database, Session } from "./database.ts";
import { inspectTable } from "./inspect-table.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import type { ResolvedTableNames, TableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";
import { checkDimensions } from "./vector-column.ts";
import { ensureVectorExtension } from "./vector-extension.ts";

/** What the table is made for. */
export interface CreateCorpusTableOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Width of the vectors, an integer from 1 to 16000. */
  readonly dimensions: number;
}

/**
 * Creates the table for products and their vectors, with the extension and the schema it needs.
 *
 * An existing table is left as it is, once it is clear that it has the columns and the width asked
 * for; further columns of its own do not matter. Ids are compared by bytes (`COLLATE "C"`), so that
 * every server and the embedded database order them alike.
 *
 * @throws {PgCorpusError} `EXTENSION_MISSING` or `PERMISSION_DENIED` when pgvector is not there and
 *   may not be created; `COLUMN_MISSING`, `COLUMN_TYPE_MISMATCH` or `DIMENSION_MISMATCH` when an
 *   existing table does not fit.
 * @example
 * await createCorpusTable(db, { dimensions: 384 });
 */
export async function createCorpusTable(
  db: Database,
  options: CreateCorpusTableOptions,
): Promise<void> {
  const names = resolveTableNames(options.table);
  const { dimensions } = options;
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > 16_000) {
    throw new RangeError(
      `Expected dimensions to be an integer from 1 to 16000, got ${dimensions}.`,
    );
  }
  await db.transaction(async (session) => {
    const vector = await ensureVectorExtension(session);
    await ensureSchema(session, names.schema);
    await session.query(tableSql(names, `${vector.schema}.vector(${dimensions})`));
    const keys = Object.keys(names.columns) as (keyof typeof names.columns)[];
    const table = await inspectTable(session, names, keys);
    for (const column of ["contentEmbedding", "titleEmbedding"] as const) {
      checkDimensions(table, names.columns[column], dimensions);
    }
  });
}

async function ensureSchema(session: Session, schema: string): Promise<void> {
  // CREATE SCHEMA IF NOT EXISTS asks for the privilege even where the schema exists.
  const rows = await session.query("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", [
    schema,
  ]);
  if (rows.length === 0) await session.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
}

function tableSql({ quoted, columns }: ResolvedTableNames, vectorType: string): string {
  const lines: readonly (readonly [string | null, string])[] = [
    [columns.id, 'text COLLATE "C" PRIMARY KEY'],
    [columns.title, "text"],
    [columns.description, "text"],
    [columns.category, "text"],
    [columns.tags, "text[]"],
    [columns.searchableContent, "text"],
    [columns.sourceFile, "text"],
    [columns.status, "text DEFAULT 'active'"],
    [columns.contentEmbedding, vectorType],
    [columns.titleEmbedding, vectorType],
    ["created_at", "timestamptz DEFAULT now()"],
    [columns.updatedAt, "timestamptz DEFAULT now()"],
  ];
  const body = lines.flatMap(([name, type]) =>
    name === null ? [] : [`${quoteIdentifier(name)} ${type}`],
  );
  return `CREATE TABLE IF NOT EXISTS ${quoted} (${body.join(", ")})`;
}
