/**
 * What a trainer learns from: a query, a text that answers it, and texts that do not. With one
 * negative it is a triplet, with none a pair.
 */
export interface TrainingExample {
  /** The query. */
  readonly anchor: string;
  /** A text that answers it. */
  readonly positive: string;
  /** Texts that do not, possibly none. */
  readonly negatives: readonly string[];
  /** Id of the positive's product or document, where it is known. */
  readonly product_id?: string;
  /** Part of the business. */
  readonly domain?: string;
  /** Kind of the query or of its product. */
  readonly category?: string;
  /** How hard the query is, in the words of whoever graded it. */
  readonly difficulty?: string;
  /** What the example counts in training, in (0, 1]. @default 1 */
  readonly weight?: number;
}
