/** First key of the advisory lock that says that a worker's connection lives, as SQL. */
export const workerKind = "hashtext('searchfit_worker')";

/**
 * SQL that gives one free shard to a worker: $1 the table's name, $2 the worker, $3 the lease in
 * milliseconds. A shard is free when nobody has it, its worker's connection is gone, or its lease is
 * over. Rows that another worker is claiming at this moment are passed over. The free one is found in a
 * CTE, which runs once: a subquery in FROM may run for every row of the UPDATE, and then claims them all.
 */
export function claimSql(shards: string): string {
  return `
    WITH free AS MATERIALIZED (
      SELECT shard FROM ${shards} AS candidate
      WHERE "table_name" = $1 AND "done_at" IS NULL AND (
        "worker" IS NULL OR "heartbeat" < now() - $3::int8 * interval '1 millisecond'
        OR NOT EXISTS (
          SELECT 1 FROM pg_catalog.pg_locks AS l
          WHERE l.locktype = 'advisory' AND l.granted
            AND l.classid::int8 = ${workerKind}::int8 & 4294967295
            AND l.objid::int8 = candidate."worker" AND l.database = (
              SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())))
      ORDER BY shard LIMIT 1 FOR UPDATE OF candidate SKIP LOCKED)
    UPDATE ${shards} AS target SET "worker" = $2, "heartbeat" = now()
    FROM free WHERE target."table_name" = $1 AND target."shard" = free.shard
    RETURNING target."shard" AS "shard", target."after_id" AS "after", target."last_id" AS "last"`;
}
