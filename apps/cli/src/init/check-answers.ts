import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { countProducts, describeServer } from "@searchfit/pg-corpus";
import { formatCount } from "@searchfit/report-md";
import { CliError } from "../cli-error.ts";
import type { Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";
import { openServerOf, tableNames } from "../steps/open-database.ts";
import { parseQueriesSetting } from "../steps/parse-queries-setting.ts";
import { parseSource } from "../steps/parse-source.ts";
import { judgedFiles } from "../steps/read-judged.ts";
import { readSourceFile } from "../steps/read-source-file.ts";
import { missingVariables } from "./secret-variables.ts";

/** What the settings name, and where. */
export interface CheckAnswersOptions {
  readonly settings: Settings;
  readonly environment: Environment;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

/** What was found. */
export interface CheckedAnswers {
  /** A line each. */
  readonly found: readonly string[];
  /** Whether the table of the server has products; true where no server is asked. */
  readonly hasProducts: boolean;
}

/**
 * Reads the catalogue, looks for the files and asks the server that the settings name.
 *
 * @throws {CliError} `FILE_MISSING`, `EMPTY_CATALOGUE`, and what the reading of the file or the server throws.
 */
export async function checkAnswers(options: CheckAnswersOptions): Promise<CheckedAnswers> {
  const { settings, folder } = options;
  const source = parseSource(settings.source, folder);
  const writer = parseQueriesSetting(settings.queries, folder);
  if (writer.kind === "recorded") requireFile(writer.path, "recorded queries");
  if (settings.judged !== null) {
    for (const file of judgedFiles(resolve(folder, settings.judged)))
      requireFile(file, "judged queries");
  }
  if (source.kind === "embedded") return { found: ["the sample catalogue"], hasProducts: true };
  if (source.kind === "postgres") return checkServer(options);
  requireFile(source.path, "the catalogue");
  const { columns, html } = settings;
  const skipped: string[] = [];
  const warn = (text: string) => skipped.push(text.trim());
  const { length } = await readSourceFile(source, { textTemplate: null, columns, html, warn });
  if (length === 0)
    throw new CliError("EMPTY_CATALOGUE", `The source ${settings.source} has no products.`);
  return {
    found: [...skipped, `${settings.source}: ${formatCount(length)} products`],
    hasProducts: true,
  };
}

function requireFile(path: string, what: string): void {
  if (existsSync(path)) return;
  throw new CliError("FILE_MISSING", `Expected ${what} at ${path}.`, {
    hint: "Correct the path; or give --no-check to write the files all the same.",
  });
}

async function checkServer({
  settings,
  environment,
}: CheckAnswersOptions): Promise<CheckedAnswers> {
  const untold = missingVariables(settings, environment).filter((name) => name.startsWith("D"));
  if (untold.length > 0) {
    return { found: [`the server was not asked: ${untold.join(", ")} not set`], hasProducts: true };
  }
  const database = await openServerOf(environment);
  try {
    const { location, version, pgvectorVersion } = await describeServer(database);
    const vectors = pgvectorVersion === null ? "no pgvector yet" : `pgvector ${pgvectorVersion}`;
    const server = `${location}, PostgreSQL ${version}, ${vectors}`;
    const { schema, table } = settings.database;
    const count = await countProducts(database, { table: tableNames(settings) }).catch(
      unlessTableMissing,
    );
    const products =
      count === undefined
        ? "not there yet"
        : `${formatCount(count.withEmbedding)} products with vectors of ${formatCount(count.total)}`;
    const found = [server, `${schema}.${table}: ${products}`];
    return { found, hasProducts: (count?.withEmbedding ?? 0) > 0 };
  } finally {
    await database.close();
  }
}

/** A table that is not there is made by `import`. */
function unlessTableMissing(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== "TABLE_MISSING") throw error;
}
