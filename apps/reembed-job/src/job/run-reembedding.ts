import { buildNextIndexes, type LockRetry, type Session } from "@searchfit/pg-corpus";
import { beginReembedding } from "./begin-reembedding.ts";
import { fillNextVectors, type FillResult } from "./fill-next-vectors.ts";
import { fillShards, type FillShardsOptions } from "./fill-shards.ts";
import { indexBuilding, type IndexBuilding } from "./index-building.ts";
import type { ReembedJob } from "./reembed-job.ts";

/** How a re-embedding runs. */
export interface RunReembeddingOptions extends FillShardsOptions, IndexBuilding {
  /** The connection that holds the job's lock; it builds indexes. */
  readonly session: Session;
  /** How long one attempt to add columns may wait for a lock, in milliseconds. @default 200 */
  readonly lockTimeoutMs?: number;
  /** How long to go on trying, in milliseconds. @default 120000 */
  readonly patienceMs?: number;
  /** Called before each further attempt to get a lock. */
  readonly onRetry?: (retry: LockRetry) => void;
}

/** What a re-embedding did. */
export interface RunReembeddingResult extends FillResult {
  /** Indexes that were built on the new vectors. */
  readonly built: readonly string[];
}

/**
 * Embeds all active products beside the present vectors and indexes the new ones. Readers notice
 * nothing (in place they do: there the new vectors are written over the present ones). Whenever it is
 * stopped, the next call goes on. Other workers may fill beside it (`fillShards`); their shards are
 * waited for. After a switch to this model it embeds the products that have changed since.
 *
 * @throws {PgCorpusError} `SWITCH_OBSTACLE`, `REEMBEDDING_STATE`, `PERMISSION_DENIED`, `TIMEOUT` …
 * @example
 * await lockReembedding(db, { table, run: (session) => runReembedding(job, { session }) });
 * // { written: 1013, total: 1013, seconds: 71.8, built: ["content_idx__next"] }
 */
export async function runReembedding(
  job: ReembedJob,
  options: RunReembeddingOptions,
): Promise<RunReembeddingResult> {
  await beginReembedding(job, options);
  const shared = await fillShards(job, options);
  const rest = await fillNextVectors(job, options);
  const built = await buildNextIndexes(job.db, indexBuilding(job, options.session, options));
  return {
    written: shared.written + rest.written,
    total: rest.total,
    seconds: shared.seconds + rest.seconds,
    built: built.map(({ next }) => next),
  };
}
