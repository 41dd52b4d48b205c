import type { Database, Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";

/** What runs under the lock. */
export interface LockReembeddingOptions<T> {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Runs with the connection that holds the lock; other connections may be used beside it. */
  readonly run: (session: Session) => Promise<T>;
}

const lockSql = `
  SELECT pg_try_advisory_lock(hashtext('searchfit_reembedding'), c.oid::int) AS "locked"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2`;

/**
 * Makes sure that one process at a time re-embeds a table. The lock belongs to a connection: it goes
 * with the process, however it dies. It blocks nobody who reads or writes the table.
 *
 * @throws {PgCorpusError} `REEMBEDDING_LOCKED` when another process has it, or a build of an index
 *   that a killed process has started is still running.
 * @example
 * await lockReembedding(db, { run: () => fillNextColumns() });
 */
export async function lockReembedding<T>(
  db: Database,
  options: LockReembeddingOptions<T>,
): Promise<T> {
  const names = resolveTableNames(options.table);
  return db.withConnection(async (session) => {
    const rows = await session.query<{ locked: boolean }>(lockSql, [names.schema, names.table]);
    if (rows[0]?.locked === false) {
      throw new PgCorpusError({
        code: "REEMBEDDING_LOCKED",
        message: `Expected nobody else to re-embed ${names.quoted}, got another process that does, or an index that is still being built for one that was killed.`,
        hint: "Wait for it, or end it.",
      });
    }
    return options.run(session);
  });
}
