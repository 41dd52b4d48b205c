import type { TableInspection } from "./inspect-table.ts";
import { columnOf } from "./inspect-table.ts";
import { isJsonTags, productColumns } from "./product-columns.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { stagedOrder, stagedTable } from "./stage-rows.ts";
import type { ResolvedTableNames } from "./table-names.ts";

/** SQL that moves the staged products into the table. */
export interface UpsertStatements {
  /** Counts the staged products that the table has already. */
  readonly countExisting: string;
  /** Inserts and updates; counts the rows written. */
  readonly upsert: string;
}

interface Assignment {
  /** Name of the target's column, quoted. */
  readonly name: string;
  /** The staged value in the target's type. */
  readonly value: string;
}

/** Writes the SQL of an upsert for a table with these columns. */
export function upsertStatements(
  table: TableInspection,
  names: ResolvedTableNames,
): UpsertStatements {
  const assignments = assignmentsOf(table, names);
  const [id, ...rest] = assignments.map(({ name }) => name);
  const written = rest.map((name) => `${name} = excluded.${name}`);
  const changed = rest.map((name) => `target.${name} IS DISTINCT FROM excluded.${name}`);
  const upsert = `
    WITH written AS (
      INSERT INTO ${names.quoted} AS target (${assignments.map(({ name }) => name).join(", ")})
      SELECT ${assignments.map(({ value }) => value).join(", ")} FROM ${stagedTable} AS staged
      ORDER BY ${stagedOrder}
      ON CONFLICT (${id ?? ""}) DO UPDATE SET ${[...written, ...clearedVectors(table, names)].join(", ")}
      WHERE ${changed.join(" OR ")}
      RETURNING 1)
    SELECT count(*)::int AS "count" FROM written`;
  const countExisting = `
    SELECT count(*)::int AS "count" FROM ${stagedTable} AS staged
    JOIN ${names.quoted} AS target ON target.${id ?? ""} = ${assignments[0]?.value ?? ""}`;
  return { countExisting, upsert };
}

function assignmentsOf(table: TableInspection, names: ResolvedTableNames): readonly Assignment[] {
  return productColumns.flatMap(({ key, field }) => {
    const column = columnOf(table, names.columns[key]);
    if (column === undefined) return [];
    const staged = `staged."${field}"`;
    const json = key === "tags" && isJsonTags(column);
    const value = json ? `to_jsonb(${staged})` : `${staged}::${column.castType}`;
    return [{ name: quoteIdentifier(column.name), value }];
  });
}

/** Assignments that empty the vectors whose text changes; NULL and '' are the same text. */
function clearedVectors(table: TableInspection, { columns }: ResolvedTableNames): string[] {
  const cleared = (vector: string | null, texts: readonly (string | null)[]) => {
    if (vector === null || !table.columns.has(vector)) return [];
    const changed = texts
      .filter((text) => text !== null)
      .map(quoteIdentifier)
      .map(
        (text) => `coalesce(target.${text}, '') IS DISTINCT FROM coalesce(excluded.${text}, '')`,
      );
    const name = quoteIdentifier(vector);
    return [`${name} = CASE WHEN ${changed.join(" OR ")} THEN NULL ELSE target.${name} END`];
  };
  const { title, description, searchableContent, updatedAt } = columns;
  return [
    ...cleared(columns.contentEmbedding, [title, description, searchableContent]),
    ...cleared(columns.titleEmbedding, [title]),
    ...(updatedAt !== null && table.columns.has(updatedAt)
      ? [`${quoteIdentifier(updatedAt)} = now()`]
      : []),
  ];
}
