import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OpenServerOptions } from "@searchfit/pg-corpus";
import { ReembedError } from "../reembed-error.ts";
import type { DatabaseFlags } from "./flags.ts";
import type { Environment } from "./read-environment.ts";

/** Where the products are. */
export type DatabasePlace =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "server"; readonly options: OpenServerOptions };

/** Where `searchfit train` keeps its database when it is given none. */
const defaultFolder = join(".searchfit", "database");

/**
 * Where the products are: flags, else `DATABASE_URL` or `DB_*`, else the embedded database that
 * `searchfit train` has made in this folder.
 *
 * @throws {ReembedError} `INVALID_SETTING`, `DATABASE_NOT_GIVEN`.
 */
export function readDatabase(
  { databaseUrl, databaseFolder }: Pick<DatabaseFlags, "databaseUrl" | "databaseFolder">,
  environment: Environment,
  folder: string,
): DatabasePlace {
  if (databaseUrl !== undefined && databaseFolder !== undefined) {
    throw new ReembedError(
      "INVALID_SETTING",
      "Expected one of --database-folder and --database-url, got both.",
      { hint: "Leave one of them out." },
    );
  }
  if (databaseFolder !== undefined) return { kind: "embedded", folder: databaseFolder };
  const connectionString = databaseUrl ?? environment.DATABASE_URL;
  if (connectionString !== undefined) return { kind: "server", options: { connectionString } };
  if (environment.DB_HOST !== undefined) return { kind: "server", options: fields(environment) };
  const embedded = join(folder, defaultFolder);
  if (existsSync(embedded)) return { kind: "embedded", folder: embedded };
  throw new ReembedError("DATABASE_NOT_GIVEN", "Expected a database, got none.", {
    hint: "Set DATABASE_URL=postgresql://user:password@host:5432/database, or DB_HOST, DB_NAME, DB_USERNAME and DB_PASSWORD; or give --database-folder for an embedded one.",
  });
}

function fields(environment: Environment): OpenServerOptions {
  const { DB_HOST, DB_NAME, DB_USERNAME, DB_PASSWORD } = environment;
  const port = readPort(environment.DB_PORT);
  return {
    ...(DB_HOST === undefined ? {} : { host: DB_HOST }),
    ...(port === undefined ? {} : { port }),
    ...(DB_NAME === undefined ? {} : { database: DB_NAME }),
    ...(DB_USERNAME === undefined ? {} : { user: DB_USERNAME }),
    ...(DB_PASSWORD === undefined ? {} : { password: DB_PASSWORD }),
  };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/u.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ReembedError(
    "INVALID_SETTING",
    `Expected DB_PORT to be a port from 1 to 65535, got "${text.slice(0, 200)}".`,
    { hint: "Correct DB_PORT, or leave it out for 5432." },
  );
}
