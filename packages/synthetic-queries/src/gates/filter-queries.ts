import { queryWording } from "@searchfit/retrieval-dataset";
import { isOtherLanguage } from "./is-other-language.ts";
import { NearWordings, overlap } from "./near-wordings.ts";
import {
  gateBounds,
  type QueryGate,
  type QueryGateOptions,
  type QueryToFilter,
  type RemovedQuery,
} from "./query-gate.ts";

/** What {@link filterQueries} leaves. */
export interface FilteredQueries<Kept extends QueryToFilter> {
  /** The queries that passed, in order. */
  readonly kept: readonly Kept[];
  /** The others, each with the first gate that took it. */
  readonly removed: readonly RemovedQuery[];
}

const LONGEST_CHARACTERS = 200;
const MOST_HEAD_WORDS = 3;
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
  const bounds = gateBounds(options);
  const kept: Kept[] = [];
  const removed: RemovedQuery[] = [];
  const wordings = queries.map(({ text }) => queryWording(text));
  const earlier = new NearWordings(wordings, bounds.nearOverlap);
  for (const [index, query] of queries.entries()) {
    const wording = wordings[index] ?? "";
    const gate = gateOfText(query, wording, bounds) ?? gateOfEarlier(query, wording, earlier);
    if (gate !== undefined) removed.push({ productId: query.productId, text: query.text, gate });
    else {
      kept.push(query);
      earlier.add(wording, query.productId);
    }
  }
  return { kept, removed };
}

function gateOfText(
  { text, title, style }: QueryToFilter,
  wording: string,
  bounds: Required<QueryGateOptions>,
): QueryGate | undefined {
  const count = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const most = style === "head" ? Math.min(MOST_HEAD_WORDS, bounds.maxWords) : bounds.maxWords;
  if (count < bounds.minWords || count > most || text.length > LONGEST_CHARACTERS) return "length";
  if (CONTACT.test(text)) return "contact-data";
  if (bounds.language !== null && isOtherLanguage(text, bounds.language)) return "language";
  return overlap(wording, queryWording(title)) >= bounds.titleOverlap ? "title-copy" : undefined;
}

function gateOfEarlier(
  { productId }: QueryToFilter,
  wording: string,
  earlier: NearWordings,
): QueryGate | undefined {
  const near = earlier.near(wording);
  if (near.some(({ owner }) => owner === productId)) return "repeated";
  if (near.some((other) => other.wording === wording)) return "other-product";
  return near.length > 0 ? "near-other-product" : undefined;
}
