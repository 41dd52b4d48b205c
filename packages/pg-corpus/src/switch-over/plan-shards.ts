import type { Database } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { activeRows } from "../row-filters.ts";
import { checkBatchSize } from "../stream-cursor.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { createJobTables, findShardTable, lockReembeddingRow } from "./job-tables.ts";
import { requireReembedding } from "./require-reembedding.ts";

/** How a table is divided among workers. */
export interface PlanShardsOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Active products of one shard, an integer ≥ 1. @default 4096 */
  readonly shardSize?: number;
}

/**
 * Divides the ids of a table into ranges that workers can claim (`workOnShards`). The first range has
 * no beginning and the last one no end, so that products that come later belong to one, too. Called
 * by every worker: the first one's division holds until the re-embedding is cleaned up.
 *
 * @returns How many shards there are, finished ones included.
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun.
 * @example
 * await planShards(db, { shardSize: 4096 }); // 25, for 100,000 products
 */
export async function planShards(db: Database, options: PlanShardsOptions = {}): Promise<number> {
  const names = resolveTableNames(options.table);
  const size = checkBatchSize(options.shardSize ?? 4096);
  await requireReembedding(db, names);
  await inspectTable(db, names, ["id", "status"]);
  const id = quoteIdentifier(names.columns.id);
  return db.transaction(async (session) => {
    await createJobTables(session, names); // a re-embedding of an earlier version has no shards
    await lockReembeddingRow(session, names);
    const shards = (await findShardTable(session, names)) ?? "";
    const counting = `SELECT count(*)::int AS "count" FROM ${shards} WHERE "table_name" = $1`;
    const [there] = await session.query<{ count: number }>(counting, [names.table]);
    if (there !== undefined && there.count > 0) return there.count;
    await session.query(
      `WITH edges AS (
         SELECT (n / $2::int8)::int AS shard, last FROM (
           SELECT ${id}::text AS last, row_number() OVER (ORDER BY ${id}) AS n
           FROM ${names.quoted} WHERE ${activeRows(names)}) AS numbered
         WHERE n % $2::int8 = 0)
       INSERT INTO ${shards} ("table_name", "shard", "after_id", "last_id")
       SELECT $1, shard, lag(last) OVER (ORDER BY shard), last FROM (
         SELECT shard, last FROM edges
         UNION ALL SELECT (SELECT coalesce(max(shard), 0) + 1 FROM edges), NULL) AS ranges`,
      [names.table, size],
    );
    const [made] = await session.query<{ count: number }>(counting, [names.table]);
    return made?.count ?? 0;
  });
}
