import pg from "pg";
import type { Database } from "./database.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import type { OpenServerOptions } from "./server-options.ts";
import { toPoolSettings } from "./server-options.ts";
import { createServerDatabase } from "./server-database.ts";
import { parsersByType } from "./sql-values.ts";
import { translateError } from "./translate-error.ts";

/**
 * Connects to a PostgreSQL server and checks that it answers.
 *
 * What is not given comes from `PG*` variables and `.pgpass`, as with psql. Connections are opened
 * when needed, up to `maxConnections`.
 *
 * @throws {PgCorpusError} `NO_CONNECTION`, `AUTHENTICATION_FAILED`, `DATABASE_MISSING` or
 *   `INVALID_CONNECTION_STRING`; the message names the server and never holds the password.
 * @example
 * const db = await openServer({ connectionString: "postgresql://shop@localhost/shop" });
 * await db.query("SELECT 1 AS one"); // [{ one: 1 }]
 * await db.close();
 */
export async function openServer(options: OpenServerOptions = {}): Promise<Database> {
  const { config, tlsMayBeMissing } = toPoolSettings(options);
  try {
    return await connect(config);
  } catch (error) {
    const noTls = error instanceof PgCorpusError && error.message.includes("does not support SSL");
    if (!tlsMayBeMissing || !noTls) throw error;
    return await connect({ ...config, ssl: false });
  }
}

async function connect(config: pg.PoolConfig): Promise<Database> {
  const pool = new pg.Pool({
    ...config,
    types: { getTypeParser: ((oid: number) => parsersByType.get(oid) ?? asText) as never },
  });
  // A connection that breaks, idle or lent, must not end the process; the next query reports it.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const location = locationOf(config);
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw translateError(error, location);
  }
  return createServerDatabase(pool, location);
}

function locationOf(config: pg.PoolConfig): string {
  const { user, host, port, database } = new pg.Client(config);
  return `${user ?? ""}@${host}:${port}/${database ?? ""}`;
}

function asText(text: string): string {
  return text;
}
