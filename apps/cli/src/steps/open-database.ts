import { resolve } from "node:path";
import { openEmbedded, openServer, type Database, type TableNames } from "@searchfit/pg-corpus";
import type { Environment } from "../settings/read-environment.ts";
import { requireDatabase } from "../settings/resolve-settings.ts";
import type { Settings } from "../settings/settings.ts";

/** Opens the server that `DATABASE_URL` or the `DB_*` variables name. */
export async function openServerOf(environment: Environment): Promise<Database> {
  requireDatabase(environment);
  const { DATABASE_URL, DB_HOST, DB_PORT, DB_NAME, DB_USERNAME, DB_PASSWORD } = environment;
  if (DATABASE_URL !== undefined)
    return openServer({ connectionString: DATABASE_URL, environment: process.env });
  return openServer({
    environment: process.env,
    ...(DB_HOST === undefined ? {} : { host: DB_HOST }),
    ...(DB_PORT === undefined ? {} : { port: Number(DB_PORT) }),
    ...(DB_NAME === undefined ? {} : { database: DB_NAME }),
    ...(DB_USERNAME === undefined ? {} : { user: DB_USERNAME }),
    ...(DB_PASSWORD === undefined ? {} : { password: DB_PASSWORD }),
  });
}

/** Opens the embedded database of the settings; its folder is made when missing. */
export async function openEmbeddedOf(settings: Settings, folder: string): Promise<Database> {
  return openEmbedded({ folder: resolve(folder, settings.database.embeddedFolder) });
}

/** Names of the table and its columns, as the settings say. */
export function tableNames(settings: Settings): TableNames {
  const { schema, table, columns } = settings.database;
  return { schema, table, columns: columns };
}
