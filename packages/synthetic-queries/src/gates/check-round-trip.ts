import type { QueryStyle } from "../prompts/query-style.ts";

/** How queries are tried on the present search. */
export interface RoundTripOptions {
  /**
   * Rank of each query's product in the present search, counted from 1; `null` when it is not
   * found. One rank a query, in their order.
   */
  readonly rank: (
    queries: readonly { readonly text: string; readonly productId: string }[],
  ) => Promise<readonly (number | null)[]>;
  /** The product must be among this many first. @default 100 */
  readonly top?: number;
  /**
   * What happens to a query that fails: it is only counted, taken out, or given a lower weight.
   * @default "keep"
   */
  readonly action?: "keep" | "drop" | "down-weight";
  /**
   * Styles that must pass; queries of other styles only get their rank. A search by words cannot be
   * expected to find the product of a need that is told without naming it.
   * @default null every query
   */
  readonly styles?: readonly QueryStyle[] | null;
  /** Weight of a query that fails, for `down-weight`; in (0, 1]. @default 0.5 */
  readonly weight?: number;
}

/** What the check says of one query. */
export interface RoundTrip {
  /** Rank of its product, or `null`. */
  readonly rank: number | null;
  /** The product is among the first, or the query's style is not checked. */
  readonly passed: boolean;
}

/**
 * Asks the present search for every query.
 *
 * @throws {RangeError} When `top` is not an integer of at least 1, the weight not in (0, 1], or
 *   there is not one rank a query.
 */
export async function checkRoundTrip(
  queries: readonly {
    readonly text: string;
    readonly productId: string;
    readonly style: QueryStyle | null;
  }[],
  options: RoundTripOptions,
): Promise<readonly RoundTrip[]> {
  const { top = 100, weight = 0.5, styles = null } = options;
  if (!Number.isInteger(top) || top < 1)
    throw new RangeError(`Expected top to be an integer of at least 1, got ${top}.`);
  if (!(weight > 0 && weight <= 1))
    throw new RangeError(`Expected weight in (0, 1], got ${weight}.`);
  const ranks = await options.rank(queries);
  if (ranks.length !== queries.length)
    throw new RangeError(`Expected ${queries.length} ranks, got ${ranks.length}.`);
  return ranks.map((rank, index) => {
    const style = queries[index]?.style ?? null;
    const exempt = styles !== null && !styles.some((checked) => checked === style);
    return { rank, passed: exempt || (rank !== null && rank <= top) };
  });
}
