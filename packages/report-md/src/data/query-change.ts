import type { BeforeAfter } from "./query-example.ts";

/** One query of a test under both models; its text and its products stay out. */
export interface QueryChange {
  /** Primary metric of the baseline. */
  readonly baseline: number;
  /** Primary metric of the candidate. */
  readonly candidate: number;
  /** Rank of the first relevant product, from 1; null when it was not found. */
  readonly relevantRank: BeforeAfter<number | null>;
}
