import type { Product } from "@searchfit/retrieval-dataset";
import type { CopyValue } from "./binary-copy.ts";
import type { Row } from "./database.ts";
import type { CatalogueColumn, TableInspection } from "./inspect-table.ts";
import { columnOf } from "./inspect-table.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import type { ColumnNames, ResolvedTableNames } from "./table-names.ts";

/** A field of a product and the column that keeps it. */
interface ProductColumn {
  readonly key: keyof ColumnNames;
  readonly field: keyof Product;
}

/** Fields of a product in the order in which they are read and written; the id comes first. */
export const productColumns: readonly ProductColumn[] = [
  { key: "id", field: "id" },
  { key: "title", field: "title" },
  { key: "description", field: "description" },
  { key: "category", field: "category" },
  { key: "tags", field: "tags" },
  { key: "searchableContent", field: "searchable_content" },
  { key: "sourceFile", field: "source_file" },
];

/** The select list that gives products, every value as text or text[]. */
export function productSelectList(table: TableInspection, names: ResolvedTableNames): string {
  const items = productColumns.map(({ key, field }) => {
    const column = columnOf(table, names.columns[key]);
    return `${selectExpression(column, key === "tags")} AS "${field}"`;
  });
  return items.join(", ");
}

function selectExpression(column: CatalogueColumn | undefined, isTags: boolean): string {
  if (column === undefined) return isTags ? "NULL::text[]" : "NULL::text";
  const name = quoteIdentifier(column.name);
  if (!isTags) return `${name}::text`;
  if (!isJsonTags(column)) return `${name}::text[]`;
  return `CASE WHEN jsonb_typeof(${name}) = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(${name})) END`;
}

/** Whether tags are kept as jsonb; throws `COLUMN_TYPE_MISMATCH` when they are neither that nor an array. */
export function isJsonTags(column: CatalogueColumn): boolean {
  if (column.typeName === "jsonb") return true;
  if (column.typeName.startsWith("_")) return false;
  throw new PgCorpusError({
    code: "COLUMN_TYPE_MISMATCH",
    message: `Expected column "${column.name}" to be text[] or jsonb, got ${column.sqlType}.`,
    hint: "Set the name of the column with the tags, or null to leave tags out.",
    details: { column: column.name, type: column.sqlType },
  });
}

/** A product from a row of {@link productSelectList}; NULL text becomes empty where a product has none. */
export function toProduct(row: Row): Product {
  const tags = (row.tags ?? []) as readonly (string | null)[];
  return {
    id: row.id as string,
    title: (row.title as string | null) ?? "",
    description: row.description as string | null,
    category: row.category as string | null,
    tags: tags.filter((tag) => tag !== null),
    searchable_content: (row.searchable_content as string | null) ?? "",
    source_file: row.source_file as string | null,
  };
}

/** The values of a product for the columns of {@link productColumns}; an empty search text becomes NULL. */
export function toCopyValues(product: Product): readonly CopyValue[] {
  checkTexts(product);
  return productColumns.map(({ field }) => {
    const value = product[field];
    return field === "searchable_content" && value === "" ? null : value;
  });
}

function checkTexts(product: Product): void {
  if (product.id === "") throw invalidProduct(product, "id", "an empty id");
  for (const { field } of productColumns) {
    const texts = [product[field] ?? ""].flat();
    if (texts.some((text) => text.includes("\0")))
      throw invalidProduct(product, field, "text with a NUL character");
    if (!texts.every((text) => text.isWellFormed()))
      throw invalidProduct(product, field, "text with half a character (a lone surrogate)");
  }
}

function invalidProduct(product: Product, field: string, came: string): PgCorpusError {
  return new PgCorpusError({
    code: "INVALID_VALUE",
    message: `Product ${JSON.stringify(product.id.slice(0, 200))}: expected ${field} to be text that PostgreSQL can keep, got ${came}.`,
    hint: "Correct the product in its source.",
    details: { id: product.id, field },
  });
}
