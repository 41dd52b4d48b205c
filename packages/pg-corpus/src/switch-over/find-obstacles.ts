import type { Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { SwitchColumns } from "./switch-columns.ts";
import { switchColumns } from "./switch-columns.ts";

/** What stands against switching a table by renaming its columns. */
export interface SwitchCheck {
  /** What makes it impossible, a clause each; usually none. */
  readonly obstacles: readonly string[];
  /** What its owner should know, in sentences. */
  readonly warnings: readonly string[];
}

const tableSql = `
  SELECT c.oid::int8 AS "oid", c.relkind::text AS "kind", EXISTS (
    SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
      ON a.attrelid = c.oid AND a.attname = $3 AND i.indkey::text = a.attnum::text
    WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL) AS "hasKey"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2`;

const columnsSql = `
  SELECT attname::text AS "name", attnotnull AS "notNull", atthasdef AS "hasDefault"
  FROM pg_catalog.pg_attribute
  WHERE attrelid = $1::int8::oid AND attname = ANY ($2::text[]) AND NOT attisdropped`;

/** Objects that hold on to a column by its number, so that a new name does not lead them elsewhere. */
const dependentsSql = `
  SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) AS "object"
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = $1::int8::oid
    AND a.attname = ANY ($2::text[])
    AND d.objid NOT IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = $1::int8::oid)
    AND d.objid NOT IN (SELECT oid FROM pg_catalog.pg_attrdef WHERE adrelid = $1::int8::oid)
    AND d.objid NOT IN (SELECT oid FROM pg_catalog.pg_constraint
                        WHERE conrelid = $1::int8::oid AND contype = 'n')
  ORDER BY 1`;

const triggersSql = `
  SELECT tgname::text AS "name" FROM pg_catalog.pg_trigger
  WHERE tgrelid = $1::int8::oid AND NOT tgisinternal AND tgenabled <> 'D'
    AND tgtype & 16 <> 0 AND tgattr::text = '' ORDER BY 1`;

/** Looks for what would break when the vector columns of a table change their names. */
export async function findObstacles(
  session: Session,
  names: ResolvedTableNames,
): Promise<SwitchCheck> {
  const { oid, obstacles, warnings } = await findTableObstacles(session, names);
  if (oid === undefined) return { obstacles, warnings };
  const columns = await columnObstacles(session, oid, switchColumns(names));
  return { obstacles: [...obstacles, ...columns], warnings };
}

/** What stands against updating every row; `oid` is that of the table, where it is one. */
export async function findTableObstacles(
  session: Session,
  names: ResolvedTableNames,
): Promise<SwitchCheck & { readonly oid?: string }> {
  const [table] = await session.query<{ oid: string; kind: string; hasKey: boolean }>(tableSql, [
    names.schema,
    names.table,
    names.columns.id,
  ]);
  if (table === undefined) throw new TypeError("Expected a table that was looked up before.");
  if (table.kind !== "r") {
    return { obstacles: [`it is ${kindOf(table.kind)}, not an ordinary table`], warnings: [] };
  }
  const { oid, hasKey } = table;
  const obstacles = hasKey ? [] : [`it has no unique index on "${names.columns.id}"`];
  return { oid, obstacles, warnings: await triggerWarnings(session, oid) };
}

/** Throws `SWITCH_OBSTACLE` with all that stands in the way. */
export function refuseObstacles(
  names: ResolvedTableNames,
  { obstacles, needs }: { readonly obstacles: readonly string[]; readonly needs: string },
): void {
  if (obstacles.length === 0) return;
  throw new PgCorpusError({
    code: "SWITCH_OBSTACLE",
    message: `Expected ${names.quoted} to be ${needs}, but ${obstacles.join("; ")}.`,
    hint: "Remove what is named, and put it back after the switch where it is needed.",
    details: { obstacles },
  });
}

async function columnObstacles(
  session: Session,
  oid: string,
  { vectors }: SwitchColumns,
): Promise<readonly string[]> {
  const live = vectors.map((vector) => vector.live);
  const columns = await session.query<{ name: string; notNull: boolean; hasDefault: boolean }>(
    columnsSql,
    [oid, live],
  );
  const dependents = await session.query<{ object: string }>(dependentsSql, [oid, live]);
  return [
    ...columns.filter((one) => one.notNull).map(({ name }) => `"${name}" is NOT NULL`),
    ...columns.filter((one) => one.hasDefault).map(({ name }) => `"${name}" has a default`),
    ...dependents.map(({ object }) => `${object} depends on a vector column`),
  ];
}

async function triggerWarnings(session: Session, oid: string): Promise<readonly string[]> {
  const triggers = await session.query<{ name: string }>(triggersSql, [oid]);
  if (triggers.length === 0) return [];
  const list = triggers.map(({ name }) => `"${name}"`).join(", ");
  return [`Every product is updated once, and that fires the trigger ${list}.`];
}

function kindOf(kind: string): string {
  const kinds: Readonly<Record<string, string>> = {
    v: "a view",
    m: "a materialized view",
    p: "a partitioned table",
    f: "a foreign table",
  };
  return kinds[kind] ?? `of kind "${kind}"`;
}
