import { countProducts, describeServer, type Database } from "@searchfit/pg-corpus";
import { formatCount } from "@searchfit/report-md";
import { namesServer, type Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";
import { openServerOf, tableNames } from "../steps/open-database.ts";
import { failed, missing, ok, unused, type Check } from "./check.ts";

/** Looks whether the server that the environment names answers, and whether its table can be read. */
export async function checkDatabase(
  settings: Settings,
  environment: Environment,
): Promise<readonly Check[]> {
  const wanted = settings.source === "postgres";
  if (!wanted && !namesServer(environment)) {
    return [unused("database", "no server is configured; the embedded database needs none")];
  }
  const checks = await checkServer(settings, environment);
  return checks.map((check) => (wanted ? check : { ...check, needed: false }));
}

async function checkServer(
  settings: Settings,
  environment: Environment,
): Promise<readonly Check[]> {
  let database: Database | undefined;
  try {
    database = await openServerOf(environment);
    const { location, version, pgvectorVersion, readOnly } = await describeServer(database);
    const server = `${location}, PostgreSQL ${version}`;
    const check =
      pgvectorVersion === null
        ? missing("database", {
            detail: `${server}, no pgvector`,
            fix: "CREATE EXTENSION vector; (searchfit import does it where it may)",
          })
        : ok("database", `${server}, pgvector ${pgvectorVersion}${readOnly ? ", read-only" : ""}`);
    return [check, await checkTable(settings, database)];
  } catch (error) {
    return [failed("database", error)];
  } finally {
    await database?.close();
  }
}

async function checkTable(settings: Settings, database: Database): Promise<Check> {
  const { schema, table } = settings.database;
  const name = `${schema}.${table}`;
  try {
    const counts = await countProducts(database, { table: tableNames(settings) });
    const detail = `${name}: ${formatCount(counts.withEmbedding)} products with vectors of ${formatCount(counts.total)}`;
    if (counts.withEmbedding > 0) return ok("table", detail);
    return missing("table", { detail, fix: "Fill it: searchfit import --source jsonl:FILE" });
  } catch (error) {
    return failed("table", error);
  }
}
