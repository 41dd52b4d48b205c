import type { Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";

const keySql = `
  SELECT hashtext('searchfit_reembedding') AS "kind", c.oid::int AS "oid"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2`;

/** Both keys of the advisory lock under which a table is re-embedded. */
export async function lockKey(
  session: Session,
  names: ResolvedTableNames,
): Promise<readonly [kind: number, oid: number]> {
  const [key] = await session.query<{ kind: number; oid: number }>(keySql, [
    names.schema,
    names.table,
  ]);
  return [key?.kind ?? 0, key?.oid ?? 0];
}
