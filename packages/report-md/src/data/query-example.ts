import type { TestName } from "./test-facts.ts";

/** Why a query is shown: the rule that chose it. */
export type ExampleReason = "largest-win" | "largest-loss" | "unchanged" | "probe";

/** One product of a ranking. */
export interface RankedProduct {
  /** Title as it is shown. */
  readonly title: string;
  /** Score by which the system ranked it. */
  readonly score: number;
  /** Id; without it, products are told apart by title. */
  readonly docId?: string | undefined;
  /** Judged grade; above 0 is relevant, absent is not judged. */
  readonly grade?: number | undefined;
}

/** A value of each of the two systems. */
export interface BeforeAfter<T> {
  /** Of the baseline. */
  readonly baseline: T;
  /** Of the candidate. */
  readonly candidate: T;
}

/** One query with what both systems answer. */
export interface QueryExample {
  /** Text of the query. */
  readonly query: string;
  /** The rule that chose it. */
  readonly reason: ExampleReason;
  /** The test it belongs to; a probe belongs to none. */
  readonly test?: TestName | undefined;
  /** Top of the baseline's ranking, best first. */
  readonly baseline: readonly RankedProduct[];
  /** Top of the candidate's ranking, best first. */
  readonly candidate: readonly RankedProduct[];
  /** Primary metric of this query. */
  readonly metric?: BeforeAfter<number> | undefined;
  /** Rank of the first relevant product in the whole ranking; null when it was not found. */
  readonly relevantRank?: BeforeAfter<number | null> | undefined;
}
