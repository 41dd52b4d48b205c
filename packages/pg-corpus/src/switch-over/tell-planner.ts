import type { Database } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { waitForLock } from "./wait-for-lock.ts";

/**
 * The planner learns that columns are filled. What it gathered while they were empty, before their names
 * were swapped or they were written over, would keep searches that exclude NULLs from using an index.
 * Waits for a vacuum or an index build, as the switch does, with the same patience.
 *
 * @throws {PgCorpusError} `TIMEOUT` when there was no lock within the patience.
 */
export async function tellPlanner(
  db: Database,
  names: ResolvedTableNames,
  step: SwitchOptions & { readonly columns: readonly string[] },
): Promise<void> {
  const { columns, ...waiting } = step;
  const list = columns.map((column) => quoteIdentifier(column)).join(", ");
  await waitForLock(db, names, {
    ...waiting,
    run: async (session) => {
      await session.query("SET LOCAL statement_timeout = 0"); // for a large table it takes its time
      await session.query(`ANALYZE ${names.quoted} (${list})`);
    },
  });
}
