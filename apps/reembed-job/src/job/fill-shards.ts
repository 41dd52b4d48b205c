import { setTimeout as sleep } from "node:timers/promises";
import {
  countReembedding,
  planShards,
  workOnShards,
  type Shard,
  type ShardQueue,
} from "@searchfit/pg-corpus";
import { batching, type Batching } from "./batching.ts";
import type { FillOptions, FillResult } from "./fill-next-vectors.ts";
import { fillRange } from "./fill-range.ts";
import type { ReembedJob } from "./reembed-job.ts";

/** How one of several workers fills. */
export interface FillShardsOptions extends FillOptions {
  /** Active products of one shard; the first worker's holds. @default 4096 */
  readonly shardSize?: number;
}

/** How long a worker without a free shard waits before it looks again, in milliseconds. */
const pauseMs = 500;

/**
 * Fills the shards of a table that are free, beside any number of other workers, until every shard is
 * filled. The shard of a worker that dies is taken over by those that are left. What changes while
 * shards are filled is left to `fillNextVectors`.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun; `MODEL_MISMATCH` when
 *   another one took its place.
 * @example
 * await fillShards(job, { shardSize: 4096 }); // { written: 20480, total: 100000, seconds: 312 }
 */
export async function fillShards(
  job: ReembedJob,
  options: FillShardsOptions = {},
): Promise<FillResult> {
  const { db, table, signal } = job;
  const started = performance.now();
  const { shardSize } = options;
  await planShards(db, { table, ...(shardSize === undefined ? {} : { shardSize }) });
  const counts = await countReembedding(db, { table });
  let written = 0;
  const seconds = () => (performance.now() - started) / 1000;
  const onWritten = (count: number) => {
    written += count;
    const done = Math.min(counts.ready + written, counts.active);
    options.onProgress?.({ done, total: counts.active, perSecond: written / seconds() });
  };
  const work = { ...batching(options, signal), onWritten };
  await workOnShards(db, {
    table,
    run: async (queue) => {
      for (;;) {
        signal?.throwIfAborted();
        const shard = await queue.claim();
        if (shard !== undefined) await fillShard(job, { queue, shard, ...work });
        else if ((await queue.countOpen()) === 0) return;
        else await sleep(pauseMs, undefined, signal === undefined ? {} : { signal });
      }
    },
  });
  return { written, total: counts.active, seconds: seconds() };
}

interface ShardWork extends Batching {
  readonly queue: ShardQueue;
  readonly shard: Shard;
  readonly onWritten: (count: number) => void;
}

async function fillShard(job: ReembedJob, { queue, shard, ...work }: ShardWork): Promise<void> {
  let isOurs = true;
  await fillRange(job, {
    ...work,
    after: shard.after ?? undefined,
    upTo: shard.last ?? undefined,
    goesOn: async () => (isOurs = await queue.renew(shard)),
  });
  if (isOurs) await queue.finish(shard);
}
