import { setTimeout as sleep } from "node:timers/promises";
import type { FillOptions } from "./fill-next-vectors.ts";

/** In what portions products are embedded. */
export interface Batching {
  /** Products embedded and written together. */
  readonly limit: number;
  /** Waits until so many more products may be embedded; rejects when the job is stopped. */
  readonly pace: (count: number) => Promise<void>;
}

/** The batches that a job's options ask for, at one pace for all that it fills. */
export function batching(options: FillOptions, signal: AbortSignal | undefined): Batching {
  const { batchSize = 64, mostPerSecond = Infinity } = options;
  let due = -Infinity;
  return {
    limit: Math.min(batchSize, Math.max(1, Math.floor(mostPerSecond))), // so that no wait is long
    pace: async (count) => {
      const now = performance.now();
      const wait = due - now;
      due = Math.max(due, now) + (1000 * count) / mostPerSecond;
      if (wait > 0) await sleep(wait, undefined, signal === undefined ? {} : { signal });
    },
  };
}
