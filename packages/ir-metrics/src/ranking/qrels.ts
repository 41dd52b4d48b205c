/** Identifies a query. May look like a number; it stays a string. */
export type QueryId = string;

/** Identifies a document. May look like a number; it stays a string. */
export type DocId = string;

/**
 * The judged documents of one query: id → grade, an integer. A grade of 1 or more is relevant;
 * 0 or less is judged and not relevant; an absent document is unjudged.
 */
export type Grades = ReadonlyMap<DocId, number>;

/** Relevance judgments: query → its judged documents. A `Map`, for objects re-order numeric ids. */
export type Qrels = ReadonlyMap<QueryId, Grades>;
