import type { Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { findGrantees, type Grantee } from "../switch-over/find-grantees.ts";
import { switchColumns, type SwitchColumn } from "../switch-over/switch-columns.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { generationView } from "./generation-names.ts";

/**
 * Who may read the products may read the view over them; who may read some columns, the same ones, and
 * vectors under all of their names.
 */
export async function grantView(session: Session, names: ResolvedTableNames): Promise<void> {
  const { vectors } = switchColumns(names);
  for (const grantee of await findGrantees(session, names, "SELECT"))
    await session.query(
      `GRANT SELECT ${columnsOf(grantee, vectors)} ON ${generationView(names).quoted} TO ${grantee.role}`,
    );
}

function columnsOf({ column }: Grantee, vectors: readonly SwitchColumn[]): string {
  if (column === null) return "";
  const vector = vectors.find(({ live }) => live === column);
  const columns = vector === undefined ? [column] : [vector.live, vector.next, vector.previous];
  return `(${columns.map((name) => quoteIdentifier(name)).join(", ")})`;
}
