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
  /** Results asked for. */
  readonly topK: number;
  /** Queries in the order in which they were asked. */
  readonly queries: readonly CapturedQuery[];
  /** Figures over them. */
  readonly summary: CaptureSummary;
}
