import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pool, PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyOutOf } from "./copy-out-of.ts";
import type { Database, Row, Session } from "./database.ts";
import { createSession, runTransactionBody } from "./driver-session.ts";
import { listenOn } from "./listen-on.ts";
import type { CursorRequest } from "./stream-cursor.ts";
import { streamCursor } from "./stream-cursor.ts";
import { refuseInsideTransaction } from "./transaction-scope.ts";
import { translateError } from "./translate-error.ts";

/** Lends a session on a connection of its own for as long as `use` runs. */
type Lend = <T>(use: (session: Session) => Promise<T>) => Promise<T>;

/** The database interface on a pool of connections to a server. */
export function createServerDatabase(pool: Pool, location: string): Database {
  const lend = lenderOf(pool, location);
  const listeners = new Set<() => Promise<void>>();
  let closing: Promise<void> | undefined;
  const database: Database = {
    kind: "server",
    location,
    query: async (sql, params) => {
      refuseInsideTransaction(database, "query");
      return lend((session) => session.query(sql, params));
    },
    copyIn: async (target, chunks) => {
      refuseInsideTransaction(database, "copyIn");
      return lend((session) => session.copyIn(target, chunks));
    },
    copyOut: (source) => {
      refuseInsideTransaction(database, "copyOut");
      return copyOutOnServer(pool, location, source);
    },
    transaction: async (run, options = {}) => {
      refuseInsideTransaction(database, "transaction");
      return lend((session) =>
        inTransaction(session, () => runTransactionBody(database, session, { run, options })),
      );
    },
    withConnection: async (run) => {
      refuseInsideTransaction(database, "withConnection");
      return lendOnce(pool, location, run);
    },
    stream: (sql, params = [], options = {}) => {
      refuseInsideTransaction(database, "stream");
      const request = { sql, params, options, declare: "NO SCROLL CURSOR" };
      return streamOnServer(pool, location, request);
    },
    listen: async (options) => {
      refuseInsideTransaction(database, "listen");
      return listenOn(await connectTo(pool, location), { ...options, location, listeners });
    },
    close: () => (closing ??= closeAll(pool, listeners)),
  };
  return database;
}

/** A connection that listens is never given back by itself: the pool would wait for it. */
async function closeAll(pool: Pool, listeners: ReadonlySet<() => Promise<void>>): Promise<void> {
  await Promise.all([...listeners].map((stop) => stop()));
  await pool.end();
}

function lenderOf(pool: Pool, location: string): Lend {
  return async (use) => {
    const client = await connectTo(pool, location);
    try {
      return await use(sessionOn(client, location));
    } finally {
      client.release();
    }
  };
}

/** Lends a connection that is closed afterwards. */
async function lendOnce<T>(
  pool: Pool,
  location: string,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await connectTo(pool, location);
  try {
    return await use(sessionOn(client, location));
  } finally {
    client.release(true);
  }
}

async function connectTo(pool: Pool, location: string): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw translateError(error, location);
  }
}

function sessionOn(client: PoolClient, location: string): Session {
  const connection = {
    run: async (text: string, params: readonly (string | null)[]) => {
      const config = { text, values: [...params], queryMode: "extended" };
      return (await client.query<Row>(config)).rows;
    },
    copy: async (target: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => {
      const sink = client.query(copyFrom(`COPY ${target} FROM STDIN WITH (FORMAT binary)`));
      await pipeline(Readable.from(chunks), sink);
      return sink.rowCount ?? 0;
    },
    copyOut: (source: string) => copyOutOf(client, source),
  };
  return createSession(connection, location);
}

async function inTransaction<T>(session: Session, body: () => Promise<T>): Promise<T> {
  // Said each time: whoever waited for a lock has to see what was committed meanwhile, whatever the
  // default of the server, the database or the role is.
  await session.query("BEGIN ISOLATION LEVEL READ COMMITTED");
  try {
    const result = await body();
    await session.query("COMMIT");
    return result;
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}

/** A broken connection cannot roll back; then the server does it, and the first error is told. */
async function rollBack(session: Session): Promise<void> {
  await session.query("ROLLBACK").catch(() => undefined);
}

/** When the loop is left early, the connection is closed instead of reading the rest of the stream. */
async function* copyOutOnServer(
  pool: Pool,
  location: string,
  source: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const client = await connectTo(pool, location);
  let whole = false;
  try {
    yield* copyOutOf(client, source, { readRest: false });
    whole = true;
  } catch (error) {
    throw translateError(error, location);
  } finally {
    client.release(!whole);
  }
}

async function* streamOnServer(
  pool: Pool,
  location: string,
  request: CursorRequest,
): AsyncGenerator<readonly Row[], void, undefined> {
  const client = await connectTo(pool, location);
  const session = sessionOn(client, location);
  try {
    await session.query("BEGIN READ ONLY");
    yield* streamCursor(session, request);
  } finally {
    await rollBack(session);
    client.release();
  }
}
