/** How far the work is. */
export interface GenerationProgress {
  /** Products done, those skipped included. */
  readonly done: number;
  /** Products in all. */
  readonly total: number;
  /** Queries so far, before the gates. */
  readonly pairs: number;
  /** US dollars so far, earlier runs included; `null` when the price is not known. */
  readonly costUsd: number | null;
}
