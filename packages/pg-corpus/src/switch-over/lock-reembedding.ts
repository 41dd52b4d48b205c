import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Session } from "../database.ts";
import { hasSqlState } from "../has-sql-state.ts";
import { inspectTable } from "../inspect-table.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { lockKey } from "./lock-key.ts";

/** What runs under the lock. */
export interface LockReembeddingOptions<T> {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Runs with the connection that holds the lock; other connections may be used beside it. */
  readonly run: (session: Session) => Promise<T>;
}

/** How long to wait for a lock of a process that has just ended. */
const patienceMs = 3000;
const pauseMs = 100;

/**
 * Makes sure that one process at a time re-embeds a table. The lock belongs to a connection: it goes
 * with the process, however it dies. It blocks nobody who reads or writes the table.
 *
 * @throws {PgCorpusError} `REEMBEDDING_LOCKED` when another process has it, or a build of an index
 *   that a killed process has started is still running; `TABLE_MISSING`.
 * @example
 * await lockReembedding(db, { run: () => fillNextColumns() });
 */
export async function lockReembedding<T>(
  db: Database,
  options: LockReembeddingOptions<T>,
): Promise<T> {
  const names = resolveTableNames(options.table);
  await inspectTable(db, names, ["id"]);
  const params = await lockKey(db, names);
  return db.withConnection(async (session) => {
    await stayIdle(session);
    await takeLock(session, names, params);
    try {
      return await options.run(session);
    } finally {
      // A connection that broke has lost its lock already.
      await session.query("SELECT pg_advisory_unlock($1, $2)", params).catch(() => undefined);
    }
  });
}

const unknownOrForbidden = ["42704", "42501"]; // the parameter came with PostgreSQL 14

/** The connection idles for as long as products are embedded: the server is not to end it for that. */
async function stayIdle(session: Session): Promise<void> {
  try {
    await session.query("SET idle_session_timeout = 0");
  } catch (error) {
    if (!hasSqlState(error, unknownOrForbidden)) throw error;
  }
}

async function takeLock(
  session: Session,
  names: ResolvedTableNames,
  params: readonly number[],
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const [row] = await session.query(`SELECT pg_try_advisory_lock($1, $2) AS "locked"`, params);
    if (row?.locked === true) return;
    if (performance.now() > deadline) break;
    await sleep(pauseMs);
  }
  throw new PgCorpusError({
    code: "REEMBEDDING_LOCKED",
    message: `Expected nobody else to re-embed ${names.quoted}, got another process that does, or an index that is still being built for one that was killed.`,
    hint: "Wait for it, or end it.",
  });
}
