import type { SqlValue } from "../database.ts";
import type { TableInspection } from "../inspect-table.ts";
import { columnOf } from "../inspect-table.ts";
import { isJsonTags } from "../product-columns.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { activeRows } from "../row-filters.ts";
import type { ColumnNames, ResolvedTableNames } from "../table-names.ts";

/** Which products may be found; what is left out does not matter. */
export interface SearchFilter {
  /** Products of one of these categories. */
  readonly categories?: readonly string[];
  /** Products that have all of these tags. */
  readonly tags?: readonly string[];
  /** Products of one of these source files. */
  readonly sourceFiles?: readonly string[];
  /** Products that are not among these. */
  readonly excludedIds?: readonly string[];
}

/** Collects parameters and gives the text that stands for each. */
export interface Parameters {
  /** The values so far. */
  readonly values: SqlValue[];
  /** Adds a value; gives its place, "$3" for example. */
  readonly add: (value: SqlValue) => string;
}

/** An empty collection of parameters. */
export function createParameters(): Parameters {
  const values: SqlValue[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** The columns that a filter looks at. */
export function filterColumns({ categories, tags, sourceFiles }: SearchFilter) {
  const keys: readonly (readonly [keyof ColumnNames, readonly string[] | undefined])[] = [
    ["category", categories],
    ["tags", tags],
    ["sourceFile", sourceFiles],
  ];
  return keys.filter(([, wanted]) => wanted !== undefined).map(([key]) => key);
}

/**
 * SQL condition for active products that a filter lets through.
 *
 * @throws {RangeError} When the filter needs a column whose name is null.
 */
export function filterSql(
  { table, names }: { readonly table: TableInspection; readonly names: ResolvedTableNames },
  filter: SearchFilter,
  { add }: Parameters,
): string {
  const column = (key: "category" | "tags" | "sourceFile") => {
    const found = columnOf(table, names.columns[key]);
    if (found === undefined) throw new RangeError(`Expected a column for ${key}, got null.`);
    return { found, name: quoteIdentifier(found.name) };
  };
  const parts = [activeRows(names)];
  const { categories, tags, sourceFiles, excludedIds } = filter;
  if (categories !== undefined)
    parts.push(`${column("category").name}::text = ANY (${add(categories)}::text[])`);
  if (sourceFiles !== undefined)
    parts.push(`${column("sourceFile").name}::text = ANY (${add(sourceFiles)}::text[])`);
  if (tags !== undefined) {
    const { found, name } = column("tags");
    const wanted = `${add(tags)}::text[]`;
    const isJson = isJsonTags(found);
    parts.push(isJson ? `${name} @> to_jsonb(${wanted})` : `${name}::text[] @> ${wanted}`);
  }
  if (excludedIds !== undefined)
    parts.push(
      `NOT (${quoteIdentifier(names.columns.id)}::text = ANY (${add(excludedIds)}::text[]))`,
    );
  return parts.join(" AND ");
}
