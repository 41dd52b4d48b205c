import type { CatalogueColumn, TableInspection } from "./inspect-table.ts";
import { columnOf } from "./inspect-table.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";

/** Checks that a column holds vectors of this width; a missing one is fine (null). */
export function checkDimensions(
  table: TableInspection,
  name: string | null,
  dimensions: number,
): void {
  const column = columnOf(table, name);
  if (column === undefined) return;
  checkVectorType(column);
  if (column.modifier === null || column.modifier === dimensions) return;
  throw new PgCorpusError({
    code: "DIMENSION_MISMATCH",
    message: `Expected column "${column.name}" to hold vectors of ${dimensions} dimensions, got ${column.sqlType}.`,
    hint: "The column was made for another model: use that model, another table, or new columns.",
    details: { column: column.name, expected: dimensions, actual: column.modifier },
  });
}

/** Checks that a column holds vectors. */
export function checkVectorType(column: CatalogueColumn): void {
  if (column.typeName === "vector" || column.typeName === "halfvec") return;
  throw new PgCorpusError({
    code: "COLUMN_TYPE_MISMATCH",
    message: `Expected column "${column.name}" to be a vector or halfvec, got ${column.sqlType}.`,
    hint: "Set the name of the column that holds the vectors.",
    details: { column: column.name, type: column.sqlType },
  });
}
