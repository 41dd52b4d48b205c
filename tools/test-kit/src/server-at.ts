import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestDatabase, TestServer } from "./test-server.ts";

/** A server that runs already; tests get databases of their own in it. */
export function serverAt(
  url: string,
  name: string,
  stopServer: () => Promise<void> = () => Promise.resolve(),
): TestServer {
  const databases = new Set<TestDatabase>();
  return {
    name,
    createDatabase: async () => {
      const database = `searchfit_test_${process.pid}_${randomBytes(4).toString("hex")}`;
      await execute(url, `CREATE DATABASE "${database}" TEMPLATE template0`);
      const created: TestDatabase = {
        connectionString: withDatabase(url, database),
        drop: async () => {
          if (!databases.delete(created)) return;
          await execute(url, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        },
      };
      databases.add(created);
      return created;
    },
    stop: async () => {
      for (const database of [...databases]) await database.drop();
      await stopServer();
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
