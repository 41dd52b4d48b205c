import { prepareNextEmbeddings, type LockRetry, type Reembedding } from "@searchfit/pg-corpus";
import { PRODUCT_TEXT_VERSION } from "@searchfit/retrieval-dataset";
import type { ReembedJob } from "./reembed-job.ts";

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
  { db, table, model, strategy, signal }: ReembedJob,
  { lockTimeoutMs, patienceMs, onRetry }: BeginOptions,
): Promise<Reembedding> {
  return prepareNextEmbeddings(db, {
    table,
    model,
    textVersion: PRODUCT_TEXT_VERSION,
    ...(strategy === undefined ? {} : { strategy }),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
    ...(onRetry === undefined ? {} : { onRetry }),
    ...(signal === undefined ? {} : { signal }),
  });
}
