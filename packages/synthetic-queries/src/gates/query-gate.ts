import type { QueryStyle } from "../prompts/query-style.ts";

/** What took a query out. */
export type QueryGate =
  /** Talk around the queries. */
  | "preamble"
  /** The answer's length limit cut it. */
  | "cut-off"
  /** Too few or too many words, or too many characters. */
  | "length"
  /** E-mail or web address, or telephone number. */
  | "contact-data"
  /** Surely in another language than the shop's. */
  | "language"
  /** Has a word that only another product of the same request has. */
  | "crossed"
  /** Nearly the words of the title. */
  | "title-copy"
  /** Says nearly the same as an earlier query of the product. */
  | "repeated"
  /** Says the same as a query of an earlier product. */
  | "other-product"
  /** Says nearly the same as a query of an earlier product. */
  | "near-other-product"
  /** The product is not among the first that the present search finds. */
  | "round-trip";

/** A query on its way through the gates. */
export interface QueryToFilter {
  /** Its text. */
  readonly text: string;
  /** Its kind. */
  readonly style: QueryStyle | null;
  /** The product it was written for. */
  readonly productId: string;
  /** That product's title. */
  readonly title: string;
}

/** Bounds of the gates. */
export interface QueryGateOptions {
  /** Fewest words of a query. @default 1 */
  readonly minWords?: number;
  /** Most words of a query; of one in style `head` three. @default 12 */
  readonly maxWords?: number;
  /**
   * Share of the words of title and query together that both have, from which a query is a copy;
   * in (0, 1].
   * @default 0.85
   */
  readonly titleOverlap?: number;
  /**
   * Share of the words of two queries together that both have, from which they are near the same;
   * in [0.5, 1].
   * @default 0.8
   */
  readonly nearOverlap?: number;
  /**
   * The shop's language as an ISO 639-3 code such as "eng". Short queries are often mistaken for
   * other languages, so only what is surely another one is taken out.
   * @default null every language
   */
  readonly language?: string | null;
}

/** A query that a gate took out. */
export interface RemovedQuery {
  /** The product it was written for. */
  readonly productId: string;
  /** Its text. */
  readonly text: string;
  /** The gate that took it. */
  readonly gate: QueryGate;
  /** The query that says the same or nearly so, and stays; of the gates for repeats. */
  readonly sameAs?: EarlierQuery;
}

/** A query that stays. */
export interface EarlierQuery {
  /** The product it was written for. */
  readonly productId: string;
  /** Its text. */
  readonly text: string;
}

/** Checks the bounds and fills in what is left out. */
export function gateBounds(options: QueryGateOptions): Required<QueryGateOptions> {
  const defaults = { minWords: 1, maxWords: 12, titleOverlap: 0.85, nearOverlap: 0.8 };
  const bounds = { ...defaults, language: null, ...options };
  if (!(bounds.minWords >= 1 && bounds.maxWords >= bounds.minWords))
    throw new RangeError(
      `Expected 1 ≤ minWords ≤ maxWords, got ${bounds.minWords} and ${bounds.maxWords}.`,
    );
  if (!(bounds.titleOverlap > 0 && bounds.titleOverlap <= 1))
    throw new RangeError(`Expected titleOverlap in (0, 1], got ${bounds.titleOverlap}.`);
  if (!(bounds.nearOverlap >= 0.5 && bounds.nearOverlap <= 1))
    throw new RangeError(`Expected nearOverlap in [0.5, 1], got ${bounds.nearOverlap}.`);
  return bounds;
}
