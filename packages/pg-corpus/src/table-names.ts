import { quoteIdentifier } from "./quote-identifier.ts";

/** Names of the columns; null means that the table has no such column. */
export interface ColumnNames {
  /** Product id: text, integer, bigint, uuid … with a unique index. @default "id" */
  readonly id: string;
  /** Title. @default "title" */
  readonly title: string;
  /** Description. @default "description" */
  readonly description: string | null;
  /** Category. @default "category" */
  readonly category: string | null;
  /** Tags: text[] or jsonb. @default "tags" */
  readonly tags: string | null;
  /** The text that is embedded. @default "searchable_content" */
  readonly searchableContent: string | null;
  /** Where the product came from. @default "source_file" */
  readonly sourceFile: string | null;
  /** Status; only rows with 'active' are read. null: every row is read. @default "status" */
  readonly status: string | null;
  /** Vector of the product's text. @default "content_embedding" */
  readonly contentEmbedding: string;
  /** Vector of the title; null: there is none. @default "title_embedding" */
  readonly titleEmbedding: string | null;
  /** Time of the last change of the product. @default "updated_at" */
  readonly updatedAt: string | null;
}

/** Where the products are; what is left out has its default. */
export interface TableNames {
  /** Schema. @default "public" */
  readonly schema?: string;
  /** Table. @default "ingested_records" */
  readonly table?: string;
  /** Columns that have other names, or null for those that are missing. */
  readonly columns?: Partial<ColumnNames>;
}

/** {@link TableNames} with every default filled in. */
export interface ResolvedTableNames {
  /** Schema. */
  readonly schema: string;
  /** Table. */
  readonly table: string;
  /** Columns. */
  readonly columns: ColumnNames;
  /** Schema and table, quoted for SQL. */
  readonly quoted: string;
}

const defaultColumns: ColumnNames = {
  id: "id",
  title: "title",
  description: "description",
  category: "category",
  tags: "tags",
  searchableContent: "searchable_content",
  sourceFile: "source_file",
  status: "status",
  contentEmbedding: "content_embedding",
  titleEmbedding: "title_embedding",
  updatedAt: "updated_at",
};

/**
 * Fills in the default names of the table and its columns.
 *
 * @throws {PgCorpusError} `INVALID_IDENTIFIER` when a name cannot be one.
 * @example
 * resolveTableNames({ table: "items", columns: { id: "sku" } }).quoted; // '"public"."items"'
 */
export function resolveTableNames(names: TableNames = {}): ResolvedTableNames {
  const { schema = "public", table = "ingested_records" } = names;
  const columns = { ...defaultColumns, ...names.columns };
  for (const name of Object.values(columns)) if (name !== null) quoteIdentifier(name);
  return { schema, table, columns, quoted: `${quoteIdentifier(schema)}.${quoteIdentifier(table)}` };
}
