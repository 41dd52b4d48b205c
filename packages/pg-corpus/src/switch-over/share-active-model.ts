import type { Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findGrantees } from "./find-grantees.ts";

/**
 * Lets whoever reads the products, or some of their columns, read which model is active: their searches
 * ask for it as soon as the table that tells it is there. It holds names and fingerprints alone.
 *
 * @param activeTable That table, quoted; left as it is where it belongs to somebody else.
 */
export async function shareActiveModel(
  session: Session,
  names: ResolvedTableNames,
  activeTable: string,
): Promise<void> {
  const [owned] = await session.query(
    `SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1::regclass AND pg_has_role(relowner, 'USAGE')`,
    [activeTable],
  );
  if (owned === undefined) return;
  const readers = await findGrantees(session, names, "SELECT");
  const roles = new Set(readers.map(({ role }) => role));
  if (roles.size === 0) return;
  await session.query(`GRANT SELECT ON ${activeTable} TO ${[...roles].join(", ")}`);
}
