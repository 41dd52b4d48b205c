import type { Session } from "./database.ts";
import { columnOf, type TableInspection } from "./inspect-table.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { stagedOrder, stagedTable } from "./stage-rows.ts";
import type { ResolvedTableNames } from "./table-names.ts";

/**
 * Locks the staged products that the table has, in the same order for every writer: two that write the
 * same products wait for one another, instead of each for a row that the other one has. Rows behind a
 * view, which PostgreSQL cannot lock in every case, are left to the statement that writes them.
 */
export async function lockStaged(
  session: Session,
  table: TableInspection,
  names: ResolvedTableNames,
): Promise<void> {
  const [found] = await session.query(
    `SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`,
    [names.schema, names.table],
  );
  if (found === undefined) return;
  const id = quoteIdentifier(names.columns.id);
  const type = columnOf(table, names.columns.id)?.castType ?? "text";
  await session.query(
    `WITH locked AS (
       SELECT 1 FROM ${names.quoted} AS target
       JOIN ${stagedTable} AS staged ON target.${id} = staged."id"::${type}
       ORDER BY ${stagedOrder} FOR NO KEY UPDATE OF target)
     SELECT count(*)::int FROM locked`,
  );
}
