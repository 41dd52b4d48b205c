import type { TableInspection } from "../inspect-table.ts";
import { columnOf } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { activeRows } from "../row-filters.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { SwitchColumn } from "./switch-columns.ts";
import { switchColumns } from "./switch-columns.ts";

/**
 * SQL for the hash of everything that a product's texts are made from, as uuid. The text of a ROW is
 * quoted by PostgreSQL, so that no two products with different columns look alike.
 */
export function sourceHash(table: TableInspection, names: ResolvedTableNames): string {
  const { title, description, searchableContent } = names.columns;
  const columns = [title, description, searchableContent].flatMap(
    (name) => columnOf(table, name) ?? [],
  );
  const list = columns.map(({ name }) => `target.${quoteIdentifier(name)}`);
  return `md5(ROW(${list.join(", ")})::text)::uuid`;
}

/**
 * SQL condition for active products whose new vectors are missing or made from another text; the
 * table is `target`.
 *
 * @param column Name under which the new vectors are found: next before a switch, live after it.
 */
export function staleRows(
  table: TableInspection,
  names: ResolvedTableNames,
  column: (vector: SwitchColumn) => string,
): string {
  const { vectors, source } = switchColumns(names);
  const missing = vectors.map((vector) => `target.${quoteIdentifier(column(vector))} IS NULL`);
  const changed = `target.${quoteIdentifier(source)} IS DISTINCT FROM ${sourceHash(table, names)}`;
  return `${activeRows(names)} AND (${[...missing, changed].join(" OR ")})`;
}
