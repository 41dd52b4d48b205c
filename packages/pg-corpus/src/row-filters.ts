import { quoteIdentifier } from "./quote-identifier.ts";
import type { ResolvedTableNames } from "./table-names.ts";

/** The condition for active products; every row where the table has no status. */
export function activeRows({ columns }: ResolvedTableNames): string {
  return columns.status === null ? "true" : `${quoteIdentifier(columns.status)} = 'active'`;
}

/** The condition for products with a content vector. */
export function hasEmbedding({ columns }: ResolvedTableNames): string {
  return `${quoteIdentifier(columns.contentEmbedding)} IS NOT NULL`;
}

/** The condition for products that lack a content or a title vector. */
export function lacksEmbedding(names: ResolvedTableNames): string {
  const { contentEmbedding, titleEmbedding } = names.columns;
  const vectors = [contentEmbedding, titleEmbedding].filter((name) => name !== null);
  return vectors.map((name) => `${quoteIdentifier(name)} IS NULL`).join(" OR ");
}
