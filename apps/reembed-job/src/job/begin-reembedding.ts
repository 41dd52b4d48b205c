import { prepareNextEmbeddings, type LockRetry, type Reembedding } from "@searchfit/pg-corpus";
import type { ReembedJob } from "./reembed-job.ts";
import { wantedReembedding } from "./wanted-reembedding.ts";

/** How it is waited for a lock, in milliseconds. */
export interface BeginOptions {
  /** How long one attempt may wait. @default 200 */
  readonly lockTimeoutMs?: number;
  /** How long to go on trying. @default 120000 */
  readonly patienceMs?: number;
  /** Called before each further attempt. */
  readonly onRetry?: (retry: LockRetry) => void;
}

/** Makes room for the new vectors, or goes on with what was begun. */
export function beginReembedding(
  job: ReembedJob,
  { lockTimeoutMs, patienceMs, onRetry }: BeginOptions,
): Promise<Reembedding> {
  const { db, table, signal } = job;
  return prepareNextEmbeddings(db, {
    table,
    ...wantedReembedding(job),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
    ...(onRetry === undefined ? {} : { onRetry }),
    ...(signal === undefined ? {} : { signal }),
  });
}
