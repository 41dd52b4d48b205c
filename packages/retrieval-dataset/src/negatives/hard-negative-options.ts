import type { DocId, Qrels, QueryId, Run } from "@searchfit/ir-metrics";

/** Why a document of the rank window was not taken. */
export type NegativeExclusion =
  /** It is what the query was written for. */
  | "positive"
  /** It is of the positive's product or family. */
  | "same-group"
  /** It is of a product that selects or judges, so training must not see its text. */
  | "held-out"
  /** Its text is nearly the positive's. */
  | "near-duplicate"
  /** It was judged for this query. */
  | "judged"
  /** It is scored too near to the positive. */
  | "too-similar"
  /** The veto kept it out. */
  | "vetoed"
  /** There were enough without it. */
  | "not-drawn";

/** A document that was not taken, and why. */
export interface ExcludedNegative {
  /** The query. */
  readonly queryId: QueryId;
  /** The document. */
  readonly docId: DocId;
  /** Why. */
  readonly reason: NegativeExclusion;
}

/** What `selectHardNegatives` chooses from, and its guards. */
export interface SelectHardNegativesOptions {
  /** Ranked lists of the current system, best first. */
  readonly run: Run;
  /** Query → its product. Only these queries get negatives. */
  readonly positives: ReadonlyMap<QueryId, DocId>;
  /** Document → product or family of near-duplicates; none of the positive's is a negative. */
  readonly groups: ReadonlyMap<DocId, string>;
  /** Documents of dev and test, whose texts training must never see: no negatives of any query. @default none */
  readonly heldOut?: ReadonlySet<DocId>;
  /** Document → text, to leave out near-duplicates of the positive's text. @default not looked at */
  readonly texts?: ReadonlyMap<DocId, string>;
  /** Least Jaccard similarity of the words of near-duplicates, in (0, 1]. @default 0.8 */
  readonly nearDuplicate?: number;
  /**
   * First and last rank looked at, counted from 1. The very top often answers as well as the
   * positive does.
   * @default [5, 50]
   */
  readonly ranks?: readonly [from: number, to: number];
  /** Negatives a query, at most. @default 1 */
  readonly count?: number;
  /**
   * A negative's score is at most this share of the positive's.
   * @default 0.95
   */
  readonly maxScoreShare?: number;
  /** A negative's score is at least this much below the positive's. @default 0 */
  readonly margin?: number;
  /** Judged documents, whatever their grade, are no negatives. @default none */
  readonly exclude?: Qrels;
  /** @default 42 */
  readonly seed?: number;
  /** Told of every document of the rank windows that is not taken. @default nobody */
  readonly onExclude?: (excluded: ExcludedNegative) => void;
}

/** What was taken, and what was not and why. */
export interface HardNegativeReport {
  /** Queries with a positive. */
  readonly queries: number;
  /** Queries that got at least one negative. */
  readonly queriesWithNegatives: number;
  /** Queries that the run does not answer. */
  readonly unansweredQueries: number;
  /** Queries whose positive the run did not find, so that its lowest score stood in for it. */
  readonly positivesNotFound: number;
  /** Negatives taken. */
  readonly selected: number;
  /** Documents of the rank window that were not taken, by reason. */
  readonly excluded: Readonly<Record<NegativeExclusion, number>>;
}

/** Negatives and how they were chosen. */
export interface HardNegatives {
  /** Query → its negatives in the order of the run; queries without any are not in it. */
  readonly negatives: ReadonlyMap<QueryId, readonly DocId[]>;
  /** Counts. */
  readonly report: HardNegativeReport;
}
