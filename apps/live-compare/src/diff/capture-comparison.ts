import type { CapturedModel } from "../capture/read-model.ts";
import type { JudgedComparison } from "./compare-judged.ts";
import type { CaptureSummary } from "../live-capture.ts";

/** A product of one of two lists and its places in them. */
export interface RankMove {
  /** Product id; null when the API gave none. */
  readonly id: string | null;
  /** Title. */
  readonly title: string;
  /** Place before; null: it was not in the list. */
  readonly before: number | null;
  /** Place after; null: it is not in the list any more. */
  readonly after: number | null;
}

/** How the results of one query changed. */
export interface QueryComparison {
  /** The query. */
  readonly query: string;
  /** Products in both lists by products in either; 1 when both are empty. */
  readonly jaccard: number;
  /** Rank-biased overlap (persistence 0.9), in which the first places count most; in [0, 1]. */
  readonly rbo: number;
  /** Whether the first product is the same; also when there is none on both sides. */
  readonly sameFirst: boolean;
  /** Whether the lists are the same, with their order. */
  readonly unchanged: boolean;
  /** All products of the list after in its order, then those that left it. */
  readonly moves: readonly RankMove[];
}

/** One side of a comparison. */
export interface ComparedCapture {
  /** What the capture is called. */
  readonly label: string;
  /** When it began. */
  readonly timestamp: string;
  /** The API's address. */
  readonly host: string;
  /** Which model the API named; left out where it named none. */
  readonly model?: CapturedModel;
  /** Figures over the queries that both captures have. */
  readonly summary: CaptureSummary;
}

/** What changed between two captures. */
export interface CaptureComparison {
  /** The earlier capture. */
  readonly before: ComparedCapture;
  /** The later capture. */
  readonly after: ComparedCapture;
  /** Path that answered both. */
  readonly endpoint: string;
  /** Results of a query that are compared. */
  readonly k: number;
  /** Queries in both captures. */
  readonly queryCount: number;
  /** Change of the mean top-1 similarity in percent; null when it cannot be told. */
  readonly meanTop1ChangePercent: number | null;
  /** Mean over queries of Jaccard@k. */
  readonly meanJaccard: number;
  /** Mean over queries of the rank-biased overlap. */
  readonly meanRbo: number;
  /** NDCG@k and MRR@k of judged queries; left out where none are given or judged. */
  readonly judged?: JudgedComparison;
  /** Queries with the same first product. */
  readonly sameFirstCount: number;
  /** Queries with the same list in the same order. */
  readonly unchangedCount: number;
  /** What the reader must know to read the figures. */
  readonly warnings: readonly string[];
  /** Each query. */
  readonly queries: readonly QueryComparison[];
}
