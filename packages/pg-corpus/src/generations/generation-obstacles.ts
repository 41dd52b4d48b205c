import type { Session } from "../database.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import type { SwitchCheck } from "../switch-over/find-obstacles.ts";
import { findTableObstacles, listPublications } from "../switch-over/find-obstacles.ts";
import { findActiveModel, findReembedding } from "../switch-over/job-tables.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findIdEncoding, idTypes } from "./id-encoding.ts";
import { generationTables, generationView } from "./generation-names.ts";

const securitySql = `
  SELECT c.relrowsecurity AS "rowSecurity" FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`;

const takenSql = `
  SELECT c.relname::text AS "name" FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) ORDER BY 1`;

/** Looks for what stands against keeping a table's vectors in generations behind a view. */
export async function generationObstacles(
  session: Session,
  names: ResolvedTableNames,
): Promise<SwitchCheck> {
  const { facts, obstacles } = await findTableObstacles(session, names);
  const table = await inspectTable(session, names, ["id"]);
  const id = columnOf(table, names.columns.id);
  const [row] = await session.query(securitySql, [names.schema, names.table]);
  const taken = await takenNames(session, names);
  return {
    obstacles: [
      ...obstacles,
      ...(id !== undefined && findIdEncoding(id) === undefined
        ? [`its "${id.name}" is of type ${id.sqlType}, not one of ${idTypes}`]
        : []),
      ...(row?.rowSecurity === true ? ["it has row security, which a view would go round"] : []),
      ...(facts.hasChildren ? ["other tables inherit from it, and could repeat its ids"] : []),
      ...taken.map((name) => `there is a "${name}" already that no re-embedding has made`),
    ],
    warnings: publicationWarnings(listPublications(facts)),
  };
}

function publicationWarnings(published: string): readonly string[] {
  if (published === "") return [];
  return [
    `Subscribers of ${published} keep the former vectors; where it publishes all tables, they need those of the generations, too.`,
  ];
}

/** Names that the next generation would take, where nothing was begun. */
async function takenNames(session: Session, names: ResolvedTableNames): Promise<readonly string[]> {
  if ((await findReembedding(session, names)) !== undefined) return [];
  const active = (await findActiveModel(session, names))?.generation ?? null;
  const tables = generationTables(names, (active ?? 0) + 1).map(({ name }) => name);
  const rows = await session.query<{ name: string }>(takenSql, [names.schema, tables]);
  return [...rows.map(({ name }) => name), ...(await foreignView(session, names))];
}

/** The name of the view, where it belongs to something that is not a view of ours. */
async function foreignView(session: Session, names: ResolvedTableNames): Promise<string[]> {
  const { table } = generationView(names);
  const [row] = await session.query(
    `SELECT c.relkind::text AS "kind" FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
    [names.schema, table],
  );
  return row === undefined || row.kind === "v" ? [] : [table];
}
