import { queryWording } from "@searchfit/retrieval-dataset";
import type { QueryStyle } from "./query-style.ts";

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
  /** Nearly the words of the title. */
  | "title-copy"
  /** Says nearly the same as an earlier query of the product. */
  | "repeated"
  /** Says the same as a query of an earlier product. */
  | "other-product";

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
  /** Most words of a query. @default 12 */
  readonly maxWords?: number;
  /**
   * Share of the words of title and query together that both have, from which a query is a copy;
   * in (0, 1].
   * @default 0.85
   */
  readonly titleOverlap?: number;
}

/** A query that a gate took out. */
export interface RemovedQuery {
  /** The product it was written for. */
  readonly productId: string;
  /** Its text. */
  readonly text: string;
  /** The gate that took it. */
  readonly gate: QueryGate;
}

/** What {@link filterQueries} leaves. */
export interface FilteredQueries<Kept extends QueryToFilter> {
  /** The queries that passed, in order. */
  readonly kept: readonly Kept[];
  /** The others, each with the first gate that took it. */
  readonly removed: readonly RemovedQuery[];
}

const LONGEST_CHARACTERS = 200;
const NEAR = 0.8;
const CONTACT =
  /https?:|www\.|\S@\S+\.\S|\+\d[\d\s().-]{7,}\d|(?<!\d)\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d)/iu;

/**
 * Takes out queries that would teach a model the wrong thing. They are looked at in order; of
 * those that say the same the first stays.
 *
 * @throws {RangeError} When the bounds make no sense.
 * @example
 * filterQueries([{ text: "Oak desk", style: null, productId: "7", title: "Oak Desk" }]).removed[0]?.gate; // "title-copy"
 */
export function filterQueries<Kept extends QueryToFilter>(
  queries: readonly Kept[],
  options: QueryGateOptions = {},
): FilteredQueries<Kept> {
  const bounds = { minWords: 1, maxWords: 12, titleOverlap: 0.85, ...options };
  if (!(bounds.minWords >= 1 && bounds.maxWords >= bounds.minWords))
    throw new RangeError(
      `Expected 1 ≤ minWords ≤ maxWords, got ${bounds.minWords} and ${bounds.maxWords}.`,
    );
  if (!(bounds.titleOverlap > 0 && bounds.titleOverlap <= 1))
    throw new RangeError(`Expected titleOverlap in (0, 1], got ${bounds.titleOverlap}.`);
  const kept: Kept[] = [];
  const removed: RemovedQuery[] = [];
  const owners = new Map<string, string>();
  const byProduct = new Map<string, string[]>();
  for (const query of queries) {
    const wording = queryWording(query.text);
    const own = byProduct.get(query.productId) ?? [];
    byProduct.set(query.productId, own);
    const owner = owners.get(wording);
    const gate =
      gateOfText(query, bounds) ??
      (own.some((earlier) => overlap(earlier, wording) >= NEAR) ? "repeated" : undefined) ??
      (owner !== undefined && owner !== query.productId ? "other-product" : undefined);
    if (gate !== undefined) removed.push({ productId: query.productId, text: query.text, gate });
    else {
      kept.push(query);
      own.push(wording);
      owners.set(wording, query.productId);
    }
  }
  return { kept, removed };
}

function gateOfText(
  { text, title }: QueryToFilter,
  bounds: Required<QueryGateOptions>,
): QueryGate | undefined {
  const count = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  if (count < bounds.minWords || count > bounds.maxWords || text.length > LONGEST_CHARACTERS)
    return "length";
  if (CONTACT.test(text)) return "contact-data";
  return overlap(queryWording(text), queryWording(title)) >= bounds.titleOverlap
    ? "title-copy"
    : undefined;
}

/** Jaccard similarity of two wordings. */
function overlap(left: string, right: string): number {
  const a = new Set(left.split(" "));
  const b = new Set(right.split(" "));
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}
