import type { Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findTableFacts, type TableFacts } from "./find-table-facts.ts";
import type { SwitchColumns } from "./switch-columns.ts";
import { switchColumns } from "./switch-columns.ts";

/** What stands against switching a table by renaming its columns. */
export interface SwitchCheck {
  /** What makes it impossible, a clause each; usually none. */
  readonly obstacles: readonly string[];
  /** What its owner should know, in sentences. */
  readonly warnings: readonly string[];
}

const columnsSql = `
  SELECT attname::text AS "name", attnotnull AS "notNull", atthasdef AS "hasDefault"
  FROM pg_catalog.pg_attribute
  WHERE attrelid = $1::int8::oid AND attname = ANY ($2::text[]) AND NOT attisdropped`;

/**
 * Objects that hold on to a column by its number, so that a new name does not lead them elsewhere.
 * A default of the column itself is told by `columnsSql`; another column's is how that is generated.
 */
const dependentsSql = `
  SELECT DISTINCT CASE WHEN o.attname IS NULL THEN pg_describe_object(d.classid, d.objid, d.objsubid)
    ELSE format('the generated column "%s"', o.attname) END AS "object"
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  LEFT JOIN pg_catalog.pg_attrdef f
    ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid
  LEFT JOIN pg_catalog.pg_attribute o ON o.attrelid = f.adrelid AND o.attnum = f.adnum
  WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = $1::int8::oid
    AND a.attname = ANY ($2::text[]) AND (o.attname = ANY ($2::text[])) IS NOT TRUE
    AND d.objid NOT IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = $1::int8::oid)
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
  const { facts, obstacles, warnings } = await findTableObstacles(session, names);
  if (facts.kind !== "r") return { obstacles, warnings };
  const columns = await columnObstacles(session, facts.oid, switchColumns(names));
  const all = [...obstacles, ...hiddenRows(facts), ...sharedColumns(facts), ...columns];
  return { obstacles: all, warnings };
}

/** What stands against every strategy, and what the catalogue says of the table. */
export async function findTableObstacles(
  session: Session,
  names: ResolvedTableNames,
): Promise<SwitchCheck & { readonly facts: TableFacts }> {
  const facts = await findTableFacts(session, names);
  const { oid, kind, hasKey } = facts;
  if (kind !== "r")
    return { facts, obstacles: [`it is ${kindOf(kind)}, not an ordinary table`], warnings: [] };
  const obstacles = hasKey ? [] : [`it has no unique index on "${names.columns.id}"`];
  return { facts, obstacles, warnings: await triggerWarnings(session, oid) };
}

/** What stands against writing to every row. */
export function hiddenRows({ hidesRows }: TableFacts): readonly string[] {
  return hidesRows ? ["row security may hide rows from this user, which would be left out"] : [];
}

/** Names of publications for messages, in quotes. */
export function listPublications({ publications }: TableFacts): string {
  return publications.map((name) => `"${name}"`).join(", ");
}

/** What else knows the columns by the names that they have now. */
function sharedColumns(facts: TableFacts): readonly string[] {
  const published = listPublications(facts);
  return [
    ...(facts.isChild ? ["it inherits its columns, whose names only its parent can change"] : []),
    ...(facts.hasChildren ? ["other tables inherit its columns, but not its indexes"] : []),
    ...(published === ""
      ? []
      : [`it is published by ${published}, whose subscribers would mix vectors of two models`]),
  ];
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
