/** What is shown further down than this is no search result that anybody saw. */
export const LOWEST_RANK = 10_000;

/** How often a result was shown at a rank for a query, and how often it was clicked there. */
export interface ClickRow {
  /** What was typed. */
  readonly query: string;
  /** The result. */
  readonly product_id: string;
  /** Where it was shown, counted from 1; at most 10,000. */
  readonly rank: number;
  /** How often it was shown there, at least 1. */
  readonly impressions: number;
  /** How often it was clicked there, at most `impressions`. */
  readonly clicks: number;
}
