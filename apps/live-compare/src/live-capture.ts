import type { CapturedModel } from "./capture/read-model.ts";

/** One result of a search. */
export interface CapturedResult {
  /** Place in the list, 1 for the first. */
  readonly rank: number;
  /** Product id; null when the API gives none. */
  readonly id: string | null;
  /** Title; "" when the API gives none. */
  readonly title: string;
  /** Similarity; null when the API gives none. */
  readonly score: number | null;
}

/** One query and what the API answered. */
export interface CapturedQuery {
  /** The query. */
  readonly query: string;
  /** Time from sending to the whole answer, in milliseconds. */
  readonly latencyMs: number;
  /** Results, best first, at most `topK`. */
  readonly results: readonly CapturedResult[];
  /** What asking it again gave; only where it was asked more than once. */
  readonly repeats?: CapturedRepeats;
}

/** How far an API agrees with itself on one query. */
export interface CapturedRepeats {
  /** Time of every answer, the first one included, in milliseconds. */
  readonly latenciesMs: readonly number[];
  /** Mean Jaccard overlap of the later answers with the first. */
  readonly jaccard: number;
  /** Share of the later answers that were the same list in the same order. */
  readonly unchanged: number;
}

/** Figures over the queries of a capture. */
export interface CaptureSummary {
  /** Queries. */
  readonly queryCount: number;
  /** Queries whose first result has a score; the means are over those. */
  readonly scoredCount: number;
  /** Mean score of the first results; null when no query has one. */
  readonly meanTop1: number | null;
  /** Mean over queries of the mean score of the first five results. */
  readonly meanTop5: number | null;
  /** Queries whose first result has a score above `threshold`. */
  readonly top1Above: { readonly threshold: number; readonly count: number };
  /** Half and 95 % of the answers took no longer than this, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  /** Mean overlap of repeated answers with the first ones; null when nothing was repeated. */
  readonly repeatJaccard: number | null;
}

/** What a search API answered to some queries at one time; the content of the results file. */
export interface LiveCapture {
  /** Version of this shape. */
  readonly schemaVersion: 1;
  /** What the capture is called, for example "before". */
  readonly label: string;
  /** When it began, in UTC. */
  readonly timestamp: string;
  /** The API's address. */
  readonly host: string;
  /** Path that answered, the same for all queries. */
  readonly endpoint: string;
  /** Which model the API says that it uses; left out where it says none. */
  readonly model?: CapturedModel;
  /** Calls that were sent again, because the API was busy or not to be reached. @default 0 */
  readonly retries?: number;
  /** Results asked for. */
  readonly topK: number;
  /** Queries in the order in which they were asked. */
  readonly queries: readonly CapturedQuery[];
  /** Figures over them. */
  readonly summary: CaptureSummary;
}
