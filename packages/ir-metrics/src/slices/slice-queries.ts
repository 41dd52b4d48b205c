import type { QueryId } from "../ranking/qrels.ts";

/** Attributes of queries: query → attribute → value. Values may look like numbers; they stay texts. */
export type QueryAttributes = ReadonlyMap<QueryId, ReadonlyMap<string, string>>;

/** The queries that share a value of an attribute. */
export interface QuerySlice {
  /** What the queries are divided by, such as `category`. */
  readonly attribute: string;
  /** The value that these have. */
  readonly value: string;
  /** The queries, in the order in which they came. */
  readonly queryIds: readonly QueryId[];
}

/**
 * Divides queries by every attribute that they have. A query is in one slice of each of its
 * attributes; without an attribute it is in none of that attribute's slices.
 *
 * @param attributes Query → attribute → value.
 * @returns Slices by attribute, then by value, in the order in which they are first met.
 * @example
 * sliceQueries(new Map([["q1", new Map([["style", "short"]])]]));
 * // [{ attribute: "style", value: "short", queryIds: ["q1"] }]
 */
export function sliceQueries(attributes: QueryAttributes): readonly QuerySlice[] {
  const slices = new Map<string, Map<string, QueryId[]>>();
  for (const [queryId, ofQuery] of attributes) {
    for (const [attribute, value] of ofQuery) {
      const values = slices.get(attribute) ?? new Map<string, QueryId[]>();
      const queryIds = values.get(value) ?? [];
      queryIds.push(queryId);
      slices.set(attribute, values.set(value, queryIds));
    }
  }
  return [...slices].flatMap(([attribute, values]) =>
    Array.from(values, ([value, queryIds]) => ({ attribute, value, queryIds })),
  );
}
