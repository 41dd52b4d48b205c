import { quoteIdentifier } from "../quote-identifier.ts";
import { switchColumns, withSuffix } from "../switch-over/switch-columns.ts";
import type { ResolvedTableNames } from "../table-names.ts";

/**
 * The table that holds one kind of vectors of one generation. Its columns are named like those of the
 * product table: the id, the vector, and the hash of the vector's source (`switchColumns` names it).
 */
export interface GenerationTable {
  /** Which vectors. */
  readonly key: "content" | "title";
  /** Name of the vector's column, under which readers know it. */
  readonly live: string;
  /** Name of the table, in the schema of the products. */
  readonly name: string;
  /** Schema and table, quoted for SQL. */
  readonly quoted: string;
}

/** The tables of a generation: content and, where the products have such vectors, title. */
export function generationTables(
  names: ResolvedTableNames,
  generation: number,
): readonly GenerationTable[] {
  return switchColumns(names).vectors.map(({ key, live }) => {
    const name = withSuffix(names.table, `__${key}_${generation}`);
    return { key, live, name, quoted: `${quoteIdentifier(names.schema)}.${quoteIdentifier(name)}` };
  });
}

/** The view over products and generations, addressed like the product table. */
export function generationView(names: ResolvedTableNames): ResolvedTableNames {
  const table = withSuffix(names.table, "__active");
  return { ...names, table, quoted: `${quoteIdentifier(names.schema)}.${quoteIdentifier(table)}` };
}
