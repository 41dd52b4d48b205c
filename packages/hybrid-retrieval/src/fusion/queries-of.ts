import type { Run, ScoredDoc } from "@searchfit/ir-metrics";

/** What each run answered to one query; an empty list where it did not. */
export interface QueryAnswers {
  /** The query. */
  readonly queryId: string;
  /** One list a run, in the order of the runs. */
  readonly answers: readonly (readonly ScoredDoc[])[];
}

/** Every query that a run answered, in the order in which they come up. */
export function queriesOf(runs: readonly Run[]): QueryAnswers[] {
  const ids = new Set(runs.flatMap((run) => [...run.rankings.keys()]));
  return Array.from(ids, (queryId) => ({
    queryId,
    answers: runs.map((run) => run.rankings.get(queryId) ?? []),
  }));
}

/** A RangeError when there is nothing to fuse or topK is out of range. */
export function requireFusible(runs: readonly Run[], topK: number | undefined): void {
  if (runs.length === 0) throw new RangeError("Expected at least one run to fuse, got none.");
  if (topK !== undefined && (!Number.isSafeInteger(topK) || topK < 1))
    throw new RangeError(`Expected topK to be an integer of 1 or more, got ${topK}.`);
}
