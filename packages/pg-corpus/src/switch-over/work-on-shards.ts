import { randomInt } from "node:crypto";
import type { Database, Session } from "../database.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import { findShardTable } from "./job-tables.ts";
import { claimSql, workerKind } from "./shard-claims.ts";

/** A range of ids that one worker fills. */
export interface Shard {
  /** Its number, from 1. */
  readonly shard: number;
  /** Id after which it begins; null: at the first one. */
  readonly after: string | null;
  /** Id with which it ends; null: with the last one. */
  readonly last: string | null;
}

/** The shards of a table, as one worker sees them. */
export interface ShardQueue {
  /** Takes a shard that nobody works on; undefined when there is none just now. */
  readonly claim: () => Promise<Shard | undefined>;
  /** Says that the work goes on; false when another worker has taken the shard over. */
  readonly renew: (shard: Shard) => Promise<boolean>;
  /** Says that the shard is filled; false when another worker has taken it over. */
  readonly finish: (shard: Shard) => Promise<boolean>;
  /** Shards that are not filled yet, with those that other workers have. */
  readonly countOpen: () => Promise<number>;
}

/** How a worker works. */
export interface WorkOnShardsOptions<T> {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /**
   * Milliseconds after which a claim that is not renewed is free again, although the worker's
   * connection still seems to be there (its machine lost power, say). @default 300000
   */
  readonly leaseMs?: number;
  /** The work. */
  readonly run: (queue: ShardQueue) => Promise<T>;
}

/**
 * Lets this process work on a table beside others. Shards are claimed without waiting for each other
 * (`FOR UPDATE SKIP LOCKED`); a claim is free again as soon as the worker's connection ends, however
 * the worker died, or when it is not renewed in time. A worker that was taken for dead and goes on
 * does no harm: both write the same vectors.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` before `planShards`.
 * @example
 * await workOnShards(db, { run: async (queue) => {
 *   for (let shard = await queue.claim(); shard !== undefined; shard = await queue.claim()) {
 *     await fillRange(shard.after, shard.last);
 *     await queue.finish(shard);
 *   }
 * } });
 */
export async function workOnShards<T>(
  db: Database,
  { table, leaseMs = 300_000, run }: WorkOnShardsOptions<T>,
): Promise<T> {
  const names = resolveTableNames(table);
  const shards = await findShardTable(db, names);
  if (shards === undefined) throw notPlanned(names.quoted);
  const worker = randomInt(1, 2 ** 31 - 1);
  return db.withConnection(async (session) => {
    await session.query(`SELECT pg_advisory_lock(${workerKind}, $1)`, [worker]);
    try {
      const facts = { shards, table: names.table, worker, leaseMs };
      return await run(createQueue(session, facts));
    } finally {
      // A connection that broke has lost its lock already.
      const unlock = `SELECT pg_advisory_unlock(${workerKind}, $1)`;
      await session.query(unlock, [worker]).catch(() => undefined);
    }
  });
}

interface QueueFacts {
  readonly shards: string;
  readonly table: string;
  readonly worker: number;
  readonly leaseMs: number;
}

function createQueue(
  session: Pick<Session, "query">,
  { shards, table, worker, leaseMs }: QueueFacts,
): ShardQueue {
  const update = async (set: string, { shard }: Shard) => {
    const rows = await session.query(
      `UPDATE ${shards} SET ${set} WHERE "table_name" = $1 AND "shard" = $2 AND "worker" = $3
       RETURNING 1`,
      [table, shard, worker],
    );
    return rows.length > 0;
  };
  return {
    claim: async () => {
      const rows = await session.query(claimSql(shards), [table, worker, leaseMs]);
      return rows[0] as unknown as Shard | undefined;
    },
    renew: (shard) => update(`"heartbeat" = now()`, shard),
    finish: (shard) => update(`"done_at" = now()`, shard),
    countOpen: async () => {
      const [row] = await session.query<{ open: number }>(
        `SELECT count(*)::int AS "open" FROM ${shards} WHERE "table_name" = $1 AND "done_at" IS NULL`,
        [table],
      );
      return row?.open ?? 0;
    },
  };
}

function notPlanned(table: string): PgCorpusError {
  return new PgCorpusError({
    code: "REEMBEDDING_STATE",
    message: `Expected a re-embedding of ${table} that is divided into shards, got none.`,
    hint: "Call planShards first.",
  });
}
