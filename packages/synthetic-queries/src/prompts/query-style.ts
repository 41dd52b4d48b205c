/**
 * The kinds of queries. The first four are asked for by default, in this order; `head` only where
 * the mix says so.
 */
export const QUERY_STYLES = ["brand", "need", "natural", "attribute", "head"] as const;

/** The styles of prompt version 1, whose order in an answer tells which query is which. */
export const ORDERED_STYLES = ["brand", "need", "natural", "attribute"] as const;

/**
 * Kind of a query: with brand or feature details, about a need, in natural language
 * ("something for …"), about an attribute, or `head`: the one to three words that most people type.
 */
export type QueryStyle = (typeof QUERY_STYLES)[number];

/** How many queries of each style are asked for; a style that is not named is not asked for. */
export type StyleMix = Readonly<Partial<Record<QueryStyle, number>>>;

/** Whether a word names a style. */
export function isQueryStyle(value: unknown): value is QueryStyle {
  return QUERY_STYLES.some((style) => style === value);
}

/**
 * A number of queries spread over the four ordered styles, the first styles first.
 *
 * @param count Queries a product; an integer of at least 1.
 * @example
 * spreadStyles(6); // { brand: 2, need: 2, natural: 1, attribute: 1 }
 */
export function spreadStyles(count: number): StyleMix {
  const mix: Partial<Record<QueryStyle, number>> = {};
  for (let index = 0; index < count; index += 1) {
    const style = ORDERED_STYLES[index % ORDERED_STYLES.length] ?? "brand";
    mix[style] = (mix[style] ?? 0) + 1;
  }
  return mix;
}
