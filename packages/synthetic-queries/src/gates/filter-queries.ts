import { queryWording } from "@searchfit/retrieval-dataset";
import { isOtherLanguage } from "./is-other-language.ts";
import { NearWordings, overlap } from "./near-wordings.ts";
import {
  gateBounds,
  type EarlierQuery,
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
 * @param existing Queries that are there already: they come first, and are not looked at.
 * @throws {RangeError} When the bounds make no sense.
 * @example
 * filterQueries([{ text: "Oak desk", style: null, productId: "7", title: "Oak Desk" }]).removed[0]?.gate; // "title-copy"
 */
export function filterQueries<Kept extends QueryToFilter>(
  queries: readonly Kept[],
  options: QueryGateOptions = {},
  existing: readonly EarlierQuery[] = [],
): FilteredQueries<Kept> {
  const bounds = gateBounds(options);
  const kept: Kept[] = [];
  const removed: RemovedQuery[] = [];
  const wordings = queries.map(({ text }) => queryWording(text));
  const there = existing.map(({ text }) => queryWording(text));
  const earlier = new NearWordings([...there, ...wordings], bounds.nearOverlap);
  for (const [index, query] of existing.entries()) earlier.add(there[index] ?? "", query);
  for (const [index, query] of queries.entries()) {
    const wording = wordings[index] ?? "";
    const verdict = gateOfText(query, wording, bounds) ?? gateOfEarlier(query, wording, earlier);
    if (verdict !== undefined)
      removed.push({ productId: query.productId, text: query.text, ...verdict });
    else {
      kept.push(query);
      earlier.add(wording, query);
    }
  }
  return { kept, removed };
}

type Verdict = Pick<RemovedQuery, "gate" | "sameAs">;

function gateOfText(
  { text, title, style }: QueryToFilter,
  wording: string,
  bounds: Required<QueryGateOptions>,
): Verdict | undefined {
  const count = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const most = style === "head" ? Math.min(MOST_HEAD_WORDS, bounds.maxWords) : bounds.maxWords;
  if (count < bounds.minWords || count > most || text.length > LONGEST_CHARACTERS)
    return { gate: "length" };
  if (CONTACT.test(text)) return { gate: "contact-data" };
  if (bounds.language !== null && isOtherLanguage(text, bounds.language))
    return { gate: "language" };
  const copy = overlap(wording, queryWording(title)) >= bounds.titleOverlap;
  return copy ? { gate: "title-copy" } : undefined;
}

function gateOfEarlier(
  { productId }: QueryToFilter,
  wording: string,
  earlier: NearWordings,
): Verdict | undefined {
  const near = earlier.near(wording);
  const own = near.find(({ query }) => query.productId === productId);
  if (own !== undefined) return { gate: "repeated", sameAs: own.query };
  const same = near.find((other) => other.wording === wording);
  if (same !== undefined) return { gate: "other-product", sameAs: same.query };
  const [first] = near;
  return first === undefined ? undefined : { gate: "near-other-product", sameAs: first.query };
}
