import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Session } from "../database.ts";
import { hasSqlState } from "../has-sql-state.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";

/** How a step that changes the table waits for its turn. */
export interface SwitchOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** How long one attempt may wait for a lock, and so make others wait. @default 200 */
  readonly lockTimeoutMs?: number;
  /** How long to go on trying. @default 120000 */
  readonly patienceMs?: number;
  /** Called before each further attempt. */
  readonly onRetry?: (retry: LockRetry) => void;
  /** Stops trying between two attempts. */
  readonly signal?: AbortSignal;
}

/** An attempt that did not get its lock. */
export interface LockRetry {
  /** Attempts so far. */
  readonly attempts: number;
  /** Why the last one failed. */
  readonly reason: string;
}

/** Lock not available, deadlock, serialization failure. */
const retryable = ["55P03", "40P01", "40001"];

/**
 * Runs a transaction again and again until it gets its locks. Each attempt waits `lockTimeoutMs` at
 * most: whoever waits for a table's strongest lock makes everybody behind it wait too.
 */
export async function waitForLock<T>(
  db: Database,
  names: ResolvedTableNames,
  work: SwitchOptions & { readonly run: (session: Session, attempt: number) => Promise<T> },
): Promise<T> {
  const { lockTimeoutMs = 200, patienceMs = 120_000, signal, onRetry, run } = work;
  const deadline = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await db.transaction(async (session) => {
        await keepChangesOut(session, names, lockTimeoutMs);
        return run(session, attempt);
      });
    } catch (error) {
      if (!hasSqlState(error, retryable)) throw error;
      if (performance.now() > deadline) throw await gaveUp(db, names, { attempt, error });
      onRetry?.({ attempts: attempt, reason: error.message });
      await sleep(Math.min(50 * attempt, 1000) * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

/** Longer than deadlock_timeout (1 s), after which PostgreSQL ends an autovacuum that is in the way. */
const autovacuumTimeoutMs = 1500;

const deadlockTimeoutMs = 100;
const insufficientPrivilege = "42501";

/** Ends an autovacuum that is in the way sooner, where we may (`GRANT SET ON PARAMETER deadlock_timeout`). */
async function shortenDeadlockTimeout(session: Session): Promise<void> {
  await session.query("SAVEPOINT searchfit_setting");
  try {
    await session.query(`SET LOCAL deadlock_timeout = ${deadlockTimeoutMs}`);
  } catch (error) {
    if (!hasSqlState(error, [insufficientPrivilege])) throw error;
    await session.query("ROLLBACK TO SAVEPOINT searchfit_setting");
  }
}

/**
 * Keeps vacuum and other changes of the table out. Readers and writers do not notice this lock, so it
 * may be waited for. One that stops writers would be a trap: a transaction that has read and now wants
 * to write would wait for it, while we wait for that transaction to let go of what it reads.
 */
async function keepChangesOut(
  session: Session,
  names: ResolvedTableNames,
  lockTimeoutMs: number,
): Promise<void> {
  await shortenDeadlockTimeout(session);
  await session.query(`SET LOCAL lock_timeout = ${autovacuumTimeoutMs}`);
  await session.query(`LOCK TABLE ${names.quoted} IN SHARE UPDATE EXCLUSIVE MODE`);
  await session.query("SELECT set_config('lock_timeout', $1, true)", [`${lockTimeoutMs}`]);
}

/** Keeps everybody out until the end of the transaction: the last thing before names change. */
export async function lockEverybodyOut(session: Session, names: ResolvedTableNames): Promise<void> {
  await session.query(`LOCK TABLE ${names.quoted} IN ACCESS EXCLUSIVE MODE`);
}

const holdersSql = `
  SELECT DISTINCT a.pid AS "pid", a.application_name AS "application", a.state AS "state",
         extract(epoch FROM now() - a.xact_start)::int AS "seconds"
  FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
  JOIN pg_catalog.pg_class c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE l.granted AND n.nspname = $1 AND c.relname = $2 AND l.pid <> pg_backend_pid()
  ORDER BY 4 DESC NULLS LAST LIMIT 5`;

async function gaveUp(
  db: Database,
  names: ResolvedTableNames,
  { attempt, error }: { readonly attempt: number; readonly error: PgCorpusError },
): Promise<PgCorpusError> {
  const holders = await db.query(holdersSql, [names.schema, names.table]).catch(() => []);
  const first = holders[0];
  const who =
    first === undefined
      ? ""
      : ` Process ${String(first.pid)} ("${String(first.application)}", ${String(first.state)}) has it in a transaction of ${String(first.seconds)} s.`;
  return new PgCorpusError({
    code: "TIMEOUT",
    message: `Expected to lock ${names.quoted}, got no lock in ${attempt} attempts.${who}`,
    hint: "End long transactions on the table, or try again later; nothing was changed.",
    details: { attempts: attempt, holders: holders.map((holder) => ({ ...holder })) },
    cause: error,
  });
}
