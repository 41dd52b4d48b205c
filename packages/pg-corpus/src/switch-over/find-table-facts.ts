import type { Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { switchColumns } from "./switch-columns.ts";

/** What the catalogue says of a table whose vectors are to be replaced. */
export interface TableFacts {
  /** Its oid. */
  readonly oid: string;
  /** `pg_class.relkind`: "r" for an ordinary table. */
  readonly kind: string;
  /** Whether a unique index is on the id alone. */
  readonly hasKey: boolean;
  /** Whether row security applies to the user, who then may not see every row. */
  readonly hidesRows: boolean;
  /** Whether it is a partition of another table. */
  readonly isPartition: boolean;
  /** Whether it inherits from another table, as a partition does, too. */
  readonly isChild: boolean;
  /** Whether other tables inherit from it. */
  readonly hasChildren: boolean;
  /** Publications that send its vectors to subscribers. */
  readonly publications: readonly string[];
}

// Before PostgreSQL 15 a publication has no list of columns, and sends all of them.
const factsSql = `
  SELECT c.oid::int8 AS "oid", c.relkind::text AS "kind", c.relispartition AS "isPartition",
    row_security_active(c.oid) AS "hidesRows",
    EXISTS (SELECT 1 FROM pg_catalog.pg_inherits WHERE inhrelid = c.oid) AS "isChild",
    EXISTS (SELECT 1 FROM pg_catalog.pg_inherits WHERE inhparent = c.oid) AS "hasChildren",
    ARRAY(SELECT p.pubname::text FROM pg_catalog.pg_publication_tables p
      WHERE p.schemaname = n.nspname AND p.tablename = c.relname
        AND coalesce(to_jsonb(p) -> 'attnames' ?| $4::text[], true) ORDER BY 1) AS "publications",
    EXISTS (SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
      ON a.attrelid = c.oid AND a.attname = $3 AND i.indkey::text = a.attnum::text
    WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL) AS "hasKey"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2`;

/** Looks up what strategies ask of a table that was looked up before. */
export async function findTableFacts(
  session: Session,
  names: ResolvedTableNames,
): Promise<TableFacts> {
  const live = switchColumns(names).vectors.map((vector) => vector.live);
  const given = [names.schema, names.table, names.columns.id, live];
  const [facts] = await session.query(factsSql, given);
  if (facts === undefined) throw new TypeError("Expected a table that was looked up before.");
  return facts as unknown as TableFacts;
}
