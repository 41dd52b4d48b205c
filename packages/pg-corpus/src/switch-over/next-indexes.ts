import type { Database, Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { columnIndexes } from "./column-indexes.ts";
import { findReembedding } from "./job-tables.ts";
import { nextName, switchColumns } from "./switch-columns.ts";

/** An index on the present vectors and its counterpart on the new ones. */
export interface NextIndex {
  /** Name of the index that readers use. */
  readonly name: string;
  /** Name of the one on the new vectors, until the switch. */
  readonly next: string;
  /** Whether that one is there; `invalid` when its build was interrupted. */
  readonly state: "missing" | "invalid" | "valid";
  /** How it is built: the part of CREATE INDEX from USING on. */
  readonly definition: string;
}

const shape = 'pg_temp."searchfit_shape"';

/**
 * The indexes on the present vector columns, and how each is built on the new ones: same method,
 * operator class, options, expressions and condition. None after a switch: there the new vectors are
 * the present ones.
 *
 * @throws {PgCorpusError} `PERMISSION_DENIED` without the right to make temporary tables.
 * @example
 * await nextIndexes(db); // [{ name: "items_hnsw", next: "items_hnsw__next", state: "missing", definition: "USING hnsw (…)" }]
 */
export async function nextIndexes(
  db: Database,
  options: { readonly table?: TableNames } = {},
): Promise<readonly NextIndex[]> {
  const names = resolveTableNames(options.table);
  if ((await findReembedding(db, names))?.state === "active") return [];
  const { vectors } = switchColumns(names);
  const of = (columns: readonly string[]) => columnIndexes(db, names, columns);
  const present = (await of(vectors.map(({ live }) => live))).filter(({ valid }) => valid);
  if (present.length === 0) return [];
  const built = await of(vectors.map(({ next }) => next));
  const definitions = await db.transaction((session) => renamedDefinitions(session, names));
  return present.flatMap(({ name, definition }) => {
    const renamed = definitions.get(definition);
    if (renamed === undefined) return [];
    const next = nextName(name);
    const there = built.find((index) => index.name === next);
    const state = there === undefined ? "missing" : there.valid ? "valid" : "invalid";
    return [{ name, next, state, definition: renamed }];
  });
}

/**
 * Definitions of all indexes of the table and what they become for the new columns. PostgreSQL itself
 * rewrites them: the columns of an empty copy of the table are renamed.
 */
async function renamedDefinitions(
  session: Session,
  names: ResolvedTableNames,
): Promise<ReadonlyMap<string, string>> {
  const { vectors } = switchColumns(names);
  await session.query(
    `CREATE TEMPORARY TABLE "searchfit_shape" (LIKE ${names.quoted} INCLUDING INDEXES) ON COMMIT DROP`,
  );
  for (const { next } of vectors)
    await session.query(`ALTER TABLE ${shape} DROP COLUMN IF EXISTS ${quoteIdentifier(next)}`);
  const before = await shapeDefinitions(session);
  for (const { live, next } of vectors) {
    const [from, to] = [quoteIdentifier(live), quoteIdentifier(next)];
    await session.query(`ALTER TABLE ${shape} RENAME ${from} TO ${to}`);
  }
  const after = await shapeDefinitions(session);
  return new Map([...before].map(([oid, old]) => [old, after.get(oid) ?? old]));
}

async function shapeDefinitions(session: Session): Promise<ReadonlyMap<number, string>> {
  const rows = await session.query<{ oid: number; definition: string }>(
    `SELECT i.indexrelid AS "oid", substr(pg_get_indexdef(i.indexrelid), 1 +
       length(format('CREATE %sINDEX %I ON pg_temp.%I ',
         CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname, t.relname))) AS "definition"
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
     JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
     WHERE i.indrelid = '${shape}'::regclass`,
  );
  return new Map(rows.map(({ oid, definition }) => [oid, definition]));
}
