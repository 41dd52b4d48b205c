import { countReembedding } from "@searchfit/pg-corpus";
import { batching } from "./batching.ts";
import { fillRange } from "./fill-range.ts";
import type { FillProgress, ReembedJob } from "./reembed-job.ts";

/** How products are embedded and written. */
export interface FillOptions {
  /** Products embedded and written together, an integer ≥ 1. @default 64 */
  readonly batchSize?: number;
  /** Most products embedded a second, so that searches keep their cores. @default as many as can be */
  readonly mostPerSecond?: number;
  /** Called after every batch that was written. */
  readonly onProgress?: (progress: FillProgress) => void;
}

/** What filling did. */
export interface FillResult {
  /** Products that were embedded and written. */
  readonly written: number;
  /** Active products. */
  readonly total: number;
  /** Seconds that it took. */
  readonly seconds: number;
}

/** After so many rounds the rest is left to the switch: somebody changes products all the time. */
const maxRounds = 5;

/**
 * Embeds every active product that lacks vectors of the new model or has changed since, until none is
 * left. Each batch is one transaction: a job that is killed goes on where it was.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun, and what the database says.
 * @example
 * await fillNextVectors(job); // { written: 1013, total: 1013, seconds: 71.8 }
 */
export async function fillNextVectors(
  job: ReembedJob,
  options: FillOptions = {},
): Promise<FillResult> {
  const started = performance.now();
  const { active, ready } = await countReembedding(job.db, { table: job.table });
  let written = 0;
  const seconds = () => (performance.now() - started) / 1000;
  const onWritten = (count: number) => {
    written += count;
    // Products that change while they are counted may make it more than all.
    const done = Math.min(ready + written, active);
    options.onProgress?.({ done, total: active, perSecond: written / seconds() });
  };
  const batches = batching(options, job.signal);
  for (let round = 0; round < maxRounds; round += 1) {
    const found = await fillRange(job, { ...batches, onWritten });
    if (found === 0) break;
  }
  return { written, total: active, seconds: seconds() };
}
