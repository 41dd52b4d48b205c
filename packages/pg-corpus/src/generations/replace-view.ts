import type { Session } from "../database.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { SwitchColumn } from "../switch-over/switch-columns.ts";
import { switchColumns } from "../switch-over/switch-columns.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { checkVectorType } from "../vector-column.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { generationTables, generationView } from "./generation-names.ts";

/** A generation by its number; null: the columns of the product table; undefined: there is none. */
export type Generation = number | null | undefined;

/** Which generations the view shows, and under which names. */
export interface ShownGenerations {
  /** Under the names that readers know. */
  readonly live: number | null;
  /** Under "…__next". */
  readonly next?: Generation;
  /** Under "…__previous". */
  readonly previous?: Generation;
}

/**
 * SQL that makes the view or replaces it. Its columns never change, so that privileges on it and
 * views over it stay: vectors of all three names (NULL where there is no such generation, and without
 * a width, which may change), the hash of the new generation's source, and the products' own columns.
 * Joins that a query does not need are dropped by PostgreSQL, as every table has a primary key.
 */
export async function replaceViewSql(
  session: Session,
  names: ResolvedTableNames,
  shown: ShownGenerations,
): Promise<string> {
  const { schema } = await requireVectorExtension(session);
  const table = await inspectTable(session, names, ["contentEmbedding", "titleEmbedding"]);
  const { vectors, source } = switchColumns(names);
  const typeOf = ({ live }: SwitchColumn) => {
    const column = columnOf(table, live);
    if (column === undefined) throw new TypeError(`Expected a column "${live}".`);
    checkVectorType(column);
    return `${schema}.${column.typeName}`;
  };
  const vectorColumns = (["live", "next", "previous"] as const).flatMap((side) =>
    vectors.map((vector) => {
      const value = valueOf(vector, shown[side]);
      return `${value}::${typeOf(vector)} AS ${quoteIdentifier(vector[side])}`;
    }),
  );
  const live = new Set(vectors.map((vector) => vector.live));
  const own = [...table.columns.keys()].filter((name) => !live.has(name));
  const columns = [
    ...vectorColumns,
    `${sourceOf(names, shown)} AS ${quoteIdentifier(source)}`,
    ...own.map((name) => `product.${quoteIdentifier(name)}`),
  ];
  return `CREATE OR REPLACE VIEW ${generationView(names).quoted} AS SELECT ${columns.join(", ")}
    FROM ${names.quoted} AS product ${joins(names, shown)}`;
}

function valueOf({ key, live }: SwitchColumn, generation: Generation): string {
  if (generation === undefined) return "NULL";
  if (generation === null) return `product.${quoteIdentifier(live)}`;
  return `${key}_${generation}.${quoteIdentifier(live)}`;
}

/** The hash of the new generation; NULL, which is always stale, where its tables do not agree. */
function sourceOf(names: ResolvedTableNames, { live, next }: ShownGenerations): string {
  const generation = next ?? live;
  if (generation === null) return "NULL::uuid";
  const { vectors, source } = switchColumns(names);
  const [content, title] = vectors.map(
    ({ key }) => `${key}_${generation}.${quoteIdentifier(source)}`,
  );
  if (title === undefined) return content ?? "NULL::uuid";
  return `CASE WHEN ${content ?? ""} = ${title} THEN ${title} END`;
}

function joins(names: ResolvedTableNames, { live, next, previous }: ShownGenerations): string {
  const numbers = [...new Set([live, next, previous])].filter((one) => typeof one === "number");
  const id = quoteIdentifier(names.columns.id);
  const lines = numbers.flatMap((number) =>
    generationTables(names, number).map(
      ({ key, quoted }) =>
        `LEFT JOIN ${quoted} AS ${key}_${number} ON ${key}_${number}.${id} = product.${id}`,
    ),
  );
  return lines.join(" ");
}
