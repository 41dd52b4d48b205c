import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";

/** Variables that are read, from the environment or from `.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with what a `.env` file of the folder adds to it; the environment wins.
 * An empty variable counts as not set.
 */
export function readEnvironment(folder: string, environment: Environment): Environment {
  const file = join(folder, ".env");
  const added: Environment = existsSync(file) ? parse(readFileSync(file)) : {};
  const entries = Object.entries({ ...added, ...environment });
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** True when the environment names a PostgreSQL server. */
export function namesServer(environment: Environment): boolean {
  return environment.DATABASE_URL !== undefined || environment.DB_HOST !== undefined;
}
