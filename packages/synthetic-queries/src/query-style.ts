/** The kinds of queries that are asked for, in the order in which they are asked. */
export const QUERY_STYLES = ["brand", "need", "natural", "attribute"] as const;

/**
 * Kind of a query: with brand or feature details, about a need, in natural language
 * ("something for …"), or about an attribute.
 */
export type QueryStyle = (typeof QUERY_STYLES)[number];

/** Whether a word names a style. */
export function isQueryStyle(value: unknown): value is QueryStyle {
  return QUERY_STYLES.some((style) => style === value);
}
