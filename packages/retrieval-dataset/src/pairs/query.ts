/** A search query with its id, the same string as `QueryId` in `@searchfit/ir-metrics`. */
export interface Query {
  /** Unique in its set of queries. */
  readonly id: string;
  /** What the user typed. */
  readonly text: string;
}
