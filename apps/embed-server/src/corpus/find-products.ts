import {
  idCondition,
  quoteIdentifier,
  type Database,
  type ResolvedTableNames,
} from "@searchfit/pg-corpus";

/** What is shown of a product. */
export interface ProductFacts {
  /** Title; "" where it has none. */
  readonly title: string;
  /** Description. */
  readonly description: string | null;
  /** Category. */
  readonly category: string | null;
}

/** Titles, descriptions and categories of active products by id; ids that are gone meanwhile are left out. */
export async function findProducts(
  database: Database,
  names: ResolvedTableNames,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProductFacts>> {
  const { columns } = names;
  const among = await idCondition(database, names, "$1");
  const { status } = columns;
  const active = status === null ? "" : `AND ${quoteIdentifier(status)} = 'active'`;
  const rows = await database.query(
    `SELECT ${text(columns.id)} AS "id", ${text(columns.title)} AS "title",
            ${text(columns.description)} AS "description", ${text(columns.category)} AS "category"
     FROM ${names.quoted} WHERE ${among} ${active}`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id as string,
      {
        title: (row.title as string | null) ?? "",
        description: row.description as string | null,
        category: row.category as string | null,
      },
    ]),
  );
}

function text(column: string | null): string {
  return column === null ? "NULL::text" : `${quoteIdentifier(column)}::text`;
}
