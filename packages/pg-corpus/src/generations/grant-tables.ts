import type { Session } from "../database.ts";
import { findGrantees } from "../switch-over/find-grantees.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { generationTables } from "./generation-names.ts";

/** Who may update the vectors of products may write those of a generation. */
export async function grantTables(
  session: Session,
  names: ResolvedTableNames,
  generation: number,
): Promise<void> {
  const writers = await findGrantees(session, names, "UPDATE");
  for (const { quoted, live } of generationTables(names, generation)) {
    const roles = new Set(
      writers.filter(({ column }) => column === null || column === live).map(({ role }) => role),
    );
    if (roles.size === 0) continue;
    await session.query(`GRANT SELECT, INSERT, DELETE ON ${quoted} TO ${[...roles].join(", ")}`);
  }
}
