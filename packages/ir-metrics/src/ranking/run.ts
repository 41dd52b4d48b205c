import type { DocId, QueryId } from "./qrels.ts";

/** One retrieved document. */
export interface ScoredDoc {
  /** The document's id. */
  readonly docId: DocId;
  /** The system's score, higher is better; finite. */
  readonly score: number;
}

/** What one system answered: a run in TREC's sense. */
export interface Run {
  /** The system's name. */
  readonly name: string;
  /** Query → its documents, best first, each document once. */
  readonly rankings: ReadonlyMap<QueryId, readonly ScoredDoc[]>;
}
