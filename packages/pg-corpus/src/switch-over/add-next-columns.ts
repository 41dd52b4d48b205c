import type { Session } from "../database.ts";
import type { CatalogueColumn, TableInspection } from "../inspect-table.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { checkVectorType } from "../vector-column.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import type { EmbeddingModel } from "./reembedding.ts";
import type { SwitchColumn } from "./switch-columns.ts";
import { switchColumns } from "./switch-columns.ts";
import { lockEverybodyOut } from "./wait-for-lock.ts";

/** Adds empty columns beside the present vectors, of the same type, storage and privileges. */
export async function addNextColumns(
  session: Session,
  names: ResolvedTableNames,
  { model }: { readonly model: EmbeddingModel },
): Promise<void> {
  const { schema } = await requireVectorExtension(session);
  const table = await inspectTable(session, names, ["contentEmbedding", "titleEmbedding"]);
  const { vectors, source } = switchColumns(names);
  refuseTaken(table, names, [...vectors.flatMap(({ next, previous }) => [next, previous]), source]);
  const columns = vectors.map((vector) => {
    const live = columnOf(table, vector.live);
    if (live === undefined) throw new TypeError(`Expected a column "${vector.live}".`);
    checkVectorType(live);
    return { vector, live, type: `${schema}.${typeOf(live, model)}` };
  });
  await lockEverybodyOut(session, names);
  const added = columns.map(({ vector, type }) => `ADD ${quoteIdentifier(vector.next)} ${type}`);
  await session.query(
    `ALTER TABLE ${names.quoted} ${added.join(", ")}, ADD ${quoteIdentifier(source)} uuid`,
  );
  for (const { vector } of columns) await copyProperties(session, names, vector);
}

function typeOf(live: CatalogueColumn, { dimensions }: EmbeddingModel): string {
  return live.modifier === null ? live.typeName : `${live.typeName}(${dimensions})`;
}

/** Throws `SWITCH_OBSTACLE` when the table has a column of a name that is wanted. */
export function refuseTaken(
  table: TableInspection,
  names: ResolvedTableNames,
  wanted: readonly string[],
): void {
  const taken = wanted.filter((name) => table.columns.has(name));
  if (taken.length === 0) return;
  throw new PgCorpusError({
    code: "SWITCH_OBSTACLE",
    message: `Expected ${names.quoted} to have no ${taken.map((name) => `"${name}"`).join(", ")}, got columns of these names that no re-embedding has made.`,
    hint: "Rename or drop them.",
    details: { columns: taken },
  });
}

const propertiesSql = `
  SELECT a.attstorage::text AS "storage", t.typstorage::text AS "default",
    ARRAY(SELECT format('GRANT %s (%s) ON %s TO %s%s', p.privilege_type, $3::text, $4::text,
            CASE WHEN p.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(p.grantee)) END,
            CASE WHEN p.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
          FROM aclexplode(a.attacl) AS p) AS "grants"
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = $1::regclass AND a.attname = $2`;

const storages: Readonly<Record<string, string>> = {
  p: "PLAIN",
  e: "EXTERNAL",
  x: "EXTENDED",
  m: "MAIN",
};

/** Gives the new column the storage and the column privileges of the present one. */
async function copyProperties(
  session: Session,
  names: ResolvedTableNames,
  { live, next }: SwitchColumn,
): Promise<void> {
  const column = quoteIdentifier(next);
  const [row] = await session.query<{ storage: string; default: string; grants: string[] }>(
    propertiesSql,
    [names.quoted, live, column, names.quoted],
  );
  const storage = storages[row?.storage ?? ""];
  if (row !== undefined && storage !== undefined && row.storage !== row.default) {
    await session.query(`ALTER TABLE ${names.quoted} ALTER ${column} SET STORAGE ${storage}`);
  }
  for (const grant of row?.grants ?? []) await session.query(grant);
}
