import type { Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { lockKey } from "./lock-key.ts";

const heldSql = `
  SELECT 1 FROM pg_catalog.pg_locks
  WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted
    AND classid = $1::int4::oid AND objid = $2::int4::oid AND objsubid = 2`;

/**
 * Makes sure that a session still holds the lock of `lockReembedding`, for steps that come hours after
 * it: a connection may have been lost meanwhile, and its lock with it.
 *
 * @throws {PgCorpusError} `REEMBEDDING_LOCKED` when it does not, `NO_CONNECTION` when it has ended.
 * @example
 * await lockReembedding(db, { run: (session) => requireReembeddingLock(session) });
 */
export async function requireReembeddingLock(
  session: Session,
  options: { readonly table?: TableNames } = {},
): Promise<void> {
  const names = resolveTableNames(options.table);
  const held = await session.query(heldSql, await lockKey(session, names));
  if (held.length > 0) return;
  throw new PgCorpusError({
    code: "REEMBEDDING_LOCKED",
    message: `Expected this connection to hold the lock for re-embedding ${names.quoted}, got one that does not.`,
    hint: "Run the same again; it goes on where it was. A pooler that shares connections by transactions cannot hold the lock: connect past it.",
  });
}
