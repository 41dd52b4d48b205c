import type { Database, Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { columnIndexes } from "./column-indexes.ts";
import type { NextIndex } from "./next-indexes.ts";
import { nextName, switchColumns } from "./switch-columns.ts";

const shape = 'pg_temp."searchfit_shape"';

/** The indexes that new columns beside the present ones need. */
export async function columnNextIndexes(
  db: Database,
  names: ResolvedTableNames,
): Promise<readonly NextIndex[]> {
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
    return [{ name, next, table: names.quoted, state, definition: renamed }];
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
