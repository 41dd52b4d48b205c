import { CliError, exitCodes } from "../cli-error.ts";
import { openWorkbench } from "../models/open-workbench.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment } from "../settings/read-environment.ts";
import { requireDatabase } from "../settings/resolve-settings.ts";
import { settingsSchema, type Settings } from "../settings/settings.ts";
import { loadProducts } from "../steps/load-products.ts";
import { openServerOf, tableNames } from "../steps/open-database.ts";
import { parseSource } from "../steps/parse-source.ts";
import { readSourceFile } from "../steps/read-source-file.ts";
import { openTerminal } from "../terminal/terminal.ts";
import { settingsOfFileFlags, type FileFlags } from "./file-flags.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** Flags of `import`. */
export interface ImportFlags extends FileFlags {
  readonly source: string;
  readonly table?: string;
  readonly baseModel?: string;
  readonly python?: string;
  readonly threads?: number;
  readonly config?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Fills the table of a PostgreSQL server from a file, with the base model's vectors. */
export async function importProducts(flags: ImportFlags): Promise<void> {
  const folder = process.cwd();
  const terminal = openTerminal({ json: flags.json === true });
  const environment = readEnvironment(folder, process.env);
  const settings = await settingsOf(flags, folder);
  const source = parseSource(flags.source, folder);
  if (source.kind !== "file") {
    throw new CliError(
      "INVALID_SOURCE",
      `import reads a file, got ${JSON.stringify(flags.source)}.`,
      {
        hint: "Give jsonl:FILE, json:FILE, csv:FILE, tsv:FILE, parquet:FILE or docs:FOLDER.",
        exitCode: exitCodes.usage,
      },
    );
  }
  requireDatabase(environment);
  const { textTemplate, columns, html } = settings;
  const warn = (text: string) => {
    terminal.warn(text);
  };
  const products = await readSourceFile(source, { textTemplate, columns, html, warn });
  const { schema, table } = settings.database;
  terminal.note(`${products.length.toLocaleString("en")} products read from ${source.path}`);
  if (flags.dryRun === true) {
    terminal.result(`would write ${products.length} products with vectors to ${schema}.${table}`);
    terminal.document({ dryRun: true, products: products.length, table: `${schema}.${table}` });
    return;
  }
  const { signal, dispose } = stopOnSignals();
  const workbench = openWorkbench({ settings, environment, terminal, signal });
  const database = await openServerOf(environment);
  try {
    const embedder = await workbench.embedder((await workbench.baseModel()).folder);
    const names = tableNames(settings);
    const result = await loadProducts({
      database,
      table: names,
      products,
      embedder,
      terminal,
      signal,
    });
    terminal.result(
      `${schema}.${table}: ${result.inserted} inserted, ${result.updated} updated, ${result.unchanged} unchanged, ${result.embedded} embedded`,
    );
    terminal.document({ table: `${schema}.${table}`, ...result });
  } finally {
    await database.close();
    await workbench.close();
    dispose();
  }
}

async function settingsOf(flags: ImportFlags, folder: string): Promise<Settings> {
  const file = await readConfigFile(folder, flags.config);
  const parsed = settingsSchema.parse(file);
  const { columns = parsed.columns, html = parsed.html } = settingsOfFileFlags(flags);
  return {
    ...parsed,
    ...{ columns, html },
    source: flags.source,
    queries: "",
    judged: null,
    baseModel: flags.baseModel ?? parsed.baseModel,
    python: flags.python ?? parsed.python,
    threads: flags.threads ?? parsed.threads,
    database: { ...parsed.database, table: flags.table ?? parsed.database.table },
  };
}
