import type { Session } from "./database.ts";
import { columnOf, inspectTable } from "./inspect-table.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import type { ResolvedTableNames } from "./table-names.ts";

/**
 * SQL condition for the products with one of some ids, for statements of your own: the ids are given as
 * texts and compared in the column's own type, so that the index on it answers.
 *
 * @param place The parameter with the ids, an array of texts: "$1" for example.
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`.
 * @example
 * const condition = await idCondition(db, resolveTableNames({}), "$1"); // "id" = ANY (…)
 * await db.query(`SELECT price FROM ingested_records WHERE ${condition}`, [["7", "9"]]);
 */
export async function idCondition(
  session: Session,
  names: ResolvedTableNames,
  place: string,
): Promise<string> {
  const table = await inspectTable(session, names, ["id"]);
  const type = columnOf(table, names.columns.id)?.castType ?? "text";
  const given = `ARRAY(SELECT unnest(${place}::text[])::${type})`;
  return `${quoteIdentifier(names.columns.id)} = ANY (${given})`;
}
