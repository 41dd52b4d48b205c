import type { Session } from "./database.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import type { ColumnNames, ResolvedTableNames } from "./table-names.ts";

/** One column as the catalogue has it. */
export interface CatalogueColumn {
  /** Name. */
  readonly name: string;
  /** Type as SQL writes it, for example `vector(384)`. */
  readonly sqlType: string;
  /** Type without length, for casts that do not cut values. */
  readonly castType: string;
  /** Name of the type alone, for example `vector` or `_text`. */
  readonly typeName: string;
  /** Length or dimensions declared with the type; null where none are. */
  readonly modifier: number | null;
  /** Whether values are compared by a collation. */
  readonly collatable: boolean;
}

/** A table as the catalogue has it. */
export interface TableInspection {
  /** Columns by name. */
  readonly columns: ReadonlyMap<string, CatalogueColumn>;
}

const columnsSql = `
  SELECT a.attname::text AS "name", format_type(a.atttypid, a.atttypmod) AS "sqlType",
         format_type(a.atttypid, -1) AS "castType",
         t.typname::text AS "typeName", nullif(a.atttypmod, -1) AS "modifier",
         a.attcollation <> 0 AS "collatable"
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  ORDER BY a.attnum`;

const elsewhereSql = `
  SELECT n.nspname::text AS "schema" FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'pg_temp'
  ORDER BY 1 LIMIT 5`;

/** Looks the table up, or gives undefined. */
async function findTable(
  session: Session,
  names: ResolvedTableNames,
): Promise<TableInspection | undefined> {
  const rows = await session.query(columnsSql, [names.schema, names.table]);
  if (rows.length === 0) return undefined;
  const columns = rows as unknown as readonly CatalogueColumn[];
  return { columns: new Map(columns.map((column) => [column.name, column])) };
}

/** Looks the table up and checks that it has the columns asked for (all that are missing are told). */
export async function inspectTable(
  session: Session,
  names: ResolvedTableNames,
  needed: readonly (keyof ColumnNames)[],
): Promise<TableInspection> {
  const table = await findTable(session, names);
  if (table === undefined) throw await tableMissing(session, names);
  const missing = needed
    .map((key) => names.columns[key])
    .filter((name): name is string => name !== null && !table.columns.has(name));
  if (missing.length > 0) throw columnsMissing(names, missing, [...table.columns.keys()]);
  return table;
}

/** The column of the table behind a key of {@link ColumnNames}; undefined where there is none. */
export function columnOf(table: TableInspection, name: string | null): CatalogueColumn | undefined {
  return name === null ? undefined : table.columns.get(name);
}

/** The id for ORDER BY: in UTF-8 byte order for text, in the type's own order otherwise. */
export function idOrder(table: TableInspection, names: ResolvedTableNames): string {
  const column = columnOf(table, names.columns.id);
  const id = quoteIdentifier(names.columns.id);
  if (!column?.collatable) return id;
  return `${column.typeName === "text" ? id : `${id}::text`} COLLATE "C"`;
}

async function tableMissing(session: Session, names: ResolvedTableNames): Promise<PgCorpusError> {
  const rows = await session.query<{ schema: string }>(elsewhereSql, [names.table]);
  const schemas = rows.map((row) => row.schema).join(", ");
  return new PgCorpusError({
    code: "TABLE_MISSING",
    message: `Expected a table ${names.quoted}, got none of that name.`,
    hint:
      schemas === ""
        ? "Create the table (searchfit import does), or correct its schema and name."
        : `There is one in schema ${schemas}: set the schema.`,
    details: { schema: names.schema, table: names.table },
  });
}

function columnsMissing(
  names: ResolvedTableNames,
  missing: readonly string[],
  present: readonly string[],
): PgCorpusError {
  return new PgCorpusError({
    code: "COLUMN_MISSING",
    message: `Expected ${names.quoted} to have ${missing.map((name) => `"${name}"`).join(", ")}, got the columns ${present.join(", ")}.`,
    hint: "Set the names of the columns; give null for one that the table does not have.",
    details: { missing, present },
  });
}
