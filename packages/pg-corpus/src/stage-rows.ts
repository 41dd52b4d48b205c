import type { CopyValue } from "./binary-copy.ts";
import { encodeBinaryCopy } from "./binary-copy.ts";
import type { Session } from "./database.ts";
import { quoteIdentifier } from "./quote-identifier.ts";

/** The temporary table that {@link stageRows} fills, for SQL. */
export const stagedTable = 'pg_temp."searchfit_staged"';

/**
 * The order in which every writer locks the products that are staged as `staged`: two that write the
 * same ones wait for one another, instead of each for a row that the other one has.
 */
export const stagedOrder = 'staged."id" COLLATE "C"';

/** A column of the temporary table. */
export interface StagedColumn {
  /** Name. */
  readonly name: string;
  /** Type as SQL writes it: text, text[] or a vector. */
  readonly type: string;
}

/**
 * Copies rows into a temporary table that lasts until the end of the transaction. Needs the TEMPORARY
 * privilege on the database, which everybody has by default.
 */
export async function stageRows(
  session: Session,
  columns: readonly StagedColumn[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const names = columns.map(({ name }) => quoteIdentifier(name));
  const definitions = columns.map(({ type }, index) => `${names[index] ?? ""} ${type}`);
  await session.query(
    `CREATE TEMPORARY TABLE "searchfit_staged" (${definitions.join(", ")}) ON COMMIT DROP`,
  );
  await session.copyIn(`${stagedTable} (${names.join(", ")})`, encodeBinaryCopy(rows));
  await session.query(`ANALYZE ${stagedTable}`); // without it the planner guesses the row count
}
