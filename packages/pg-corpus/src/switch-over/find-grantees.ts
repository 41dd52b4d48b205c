import type { Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";

/** Somebody who has a privilege on a table. */
export interface Grantee {
  /** The role as SQL writes it: a quoted name, or PUBLIC. */
  readonly role: string;
  /** The column that it has the privilege on; null: on the whole table. */
  readonly column: string | null;
}

const granteesSql = `
  WITH product AS (
    SELECT c.oid, coalesce(c.relacl, acldefault('r', c.relowner)) AS acl
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2),
  granted AS (
    SELECT p.grantee, p.privilege_type, NULL AS "column" FROM product, aclexplode(product.acl) AS p
    UNION
    SELECT p.grantee, p.privilege_type, a.attname::text
    FROM product JOIN pg_catalog.pg_attribute a
      ON a.attrelid = product.oid AND a.attnum > 0 AND NOT a.attisdropped,
      aclexplode(a.attacl) AS p)
  SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS "role",
    "column"
  FROM granted
  WHERE privilege_type = $3 AND (grantee = 0 OR pg_get_userbyid(grantee) <> current_user)
  ORDER BY 1, 2`;

/** Who else has a privilege on the table or on some of its columns; its owner has all of them. */
export async function findGrantees(
  session: Session,
  names: ResolvedTableNames,
  privilege: "SELECT" | "UPDATE",
): Promise<readonly Grantee[]> {
  const rows = await session.query(granteesSql, [names.schema, names.table, privilege]);
  return rows as unknown as readonly Grantee[];
}
