import type { Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";

/** An index that reads one of some columns: as a key, in an expression or in its condition. */
export interface ColumnIndex {
  /** Its name. */
  readonly name: string;
  /** False while it is built or after its build failed. */
  readonly valid: boolean;
  /** The part of CREATE INDEX from USING on. */
  readonly definition: string;
  /** Its condition, with which the definition ends after "WHERE"; null where it has none. */
  readonly condition: string | null;
}

const indexesSql = `
  SELECT DISTINCT c.relname::text AS "name", i.indisvalid AS "valid",
    substr(pg_get_indexdef(i.indexrelid), 1 +
      length(format('CREATE %sINDEX %I ON %I.%I ',
        CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, c.relname, n.nspname, t.relname)))
      AS "definition",
    pg_get_expr(i.indpred, i.indrelid) AS "condition"
  FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attname = ANY ($3::text[])
  JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass
    AND d.refobjid = t.oid AND d.refobjsubid = a.attnum
    AND d.classid = 'pg_catalog.pg_class'::regclass
  JOIN pg_catalog.pg_index i ON i.indexrelid = d.objid AND i.indrelid = t.oid
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  WHERE n.nspname = $1 AND t.relname = $2 ORDER BY 1`;

/** The indexes of the table that depend on one of these columns, by name. */
export async function columnIndexes(
  session: Session,
  names: ResolvedTableNames,
  columns: readonly string[],
): Promise<readonly ColumnIndex[]> {
  const rows = await session.query(indexesSql, [names.schema, names.table, columns]);
  return rows as unknown as readonly ColumnIndex[];
}
