import type { PGlite, Transaction } from "@electric-sql/pglite";
import type { Database, Row, Session } from "./database.ts";
import { createSession, runTransactionBody } from "./driver-session.ts";
import { channelName } from "./listen-on.ts";
import { streamCursor } from "./stream-cursor.ts";
import { refuseInsideTransaction } from "./transaction-scope.ts";
import { translateError } from "./translate-error.ts";

/** The database interface on an embedded database. */
export function createEmbeddedDatabase(
  pglite: PGlite,
  location: string,
  release?: () => Promise<void>,
): Database {
  const session = sessionOn(pglite, location);
  let closing: Promise<void> | undefined;
  const database: Database = {
    kind: "embedded",
    location,
    query: async (sql, params) => {
      refuseInsideTransaction(database, "query");
      return session.query(sql, params);
    },
    copyIn: async (target, chunks) => {
      refuseInsideTransaction(database, "copyIn");
      return session.copyIn(target, chunks);
    },
    copyOut: (source) => {
      refuseInsideTransaction(database, "copyOut");
      return session.copyOut(source);
    },
    transaction: async (run, options = {}) => {
      refuseInsideTransaction(database, "transaction");
      try {
        return await pglite.transaction(async (tx) => {
          await tx.query("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"); // whatever the default is
          return runTransactionBody(database, sessionOn(tx, location), { run, options });
        });
      } catch (error) {
        throw translateError(error, location);
      }
    },
    withConnection: async (run) => {
      refuseInsideTransaction(database, "withConnection");
      return run(session);
    },
    stream: (sql, params = [], options = {}) => {
      refuseInsideTransaction(database, "stream");
      // WITH HOLD keeps the rows outside a transaction: the one connection stays free for others.
      const declare = "NO SCROLL CURSOR WITH HOLD";
      return streamCursor(session, { sql, params, options, declare });
    },
    listen: async ({ channel, onNotice }) => {
      refuseInsideTransaction(database, "listen");
      const stop = await pglite.listen(channelName(channel), onNotice);
      return () => stop();
    },
    close: () => (closing ??= closeAll(pglite, release)),
  };
  return database;
}

async function closeAll(pglite: PGlite, release?: () => Promise<void>): Promise<void> {
  try {
    await pglite.close();
  } finally {
    await release?.();
  }
}

function sessionOn(client: Pick<PGlite | Transaction, "query">, location: string): Session {
  const connection = {
    run: async (sql: string, params: readonly (string | null)[]) =>
      (await client.query<Row>(sql, [...params])).rows,
    copy: async (target: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for await (const chunk of chunks) parts.push(new Uint8Array(chunk));
      const sql = `COPY ${target} FROM '/dev/blob' WITH (FORMAT binary)`;
      const result = await client.query(sql, [], { blob: new Blob(parts) });
      return result.rowCount ?? 0;
    },
    copyOut: async function* (source: string) {
      const { blob } = await client.query(`COPY ${source} TO '/dev/blob' WITH (FORMAT binary)`);
      if (blob !== undefined) yield new Uint8Array(await blob.arrayBuffer());
    },
  };
  return createSession(connection, location);
}
