import { resolve } from "node:path";
import { openEmbedded, openServer, type Database, type TableNames } from "@searchfit/pg-corpus";
import type {
  DatabaseFlags,
  GateFlags,
  IndexFlags,
  ModelFlags,
  StrategyFlags,
  SwitchFlags,
  WorkerFlags,
} from "../settings/flags.ts";
import { readDatabase, type DatabasePlace } from "../settings/read-database.ts";
import { readEnvironment } from "../settings/read-environment.ts";
import { readTable } from "../settings/read-table.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** What the command line said; a command has only the flags that it declares. */
export interface CommandFlags
  extends
    DatabaseFlags,
    GateFlags,
    IndexFlags,
    ModelFlags,
    StrategyFlags,
    SwitchFlags,
    WorkerFlags {
  readonly activate?: true;
  readonly force?: true;
}

/** A table in an open database. */
export interface TableContext {
  /** The database. */
  readonly db: Database;
  /** Names of the table and its columns. */
  readonly table: TableNames;
  /** Schema and table, for messages. */
  readonly name: string;
  /** Where to speak to the user. */
  readonly terminal: Terminal;
  /** Aborted at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Opens the database that flags and environment name, and closes it whatever happens. */
export async function withTable<Result>(
  flags: DatabaseFlags,
  work: (context: TableContext) => Promise<Result>,
): Promise<Result> {
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const table = readTable(flags);
  const place = readDatabase(flags, environment, folder);
  const terminal = openTerminal({ json: flags.json === true });
  const { signal, dispose } = stopOnSignals();
  const db = await open(place, folder);
  try {
    const name = `${flags.schema}.${flags.table}`;
    return await work({ db, table, name, terminal, signal });
  } finally {
    await db.close();
    dispose();
  }
}

function open(place: DatabasePlace, folder: string): Promise<Database> {
  if (place.kind === "server") {
    const names = { applicationName: "reembed", environment: process.env };
    return openServer({ ...place.options, ...names });
  }
  return openEmbedded({ folder: resolve(folder, place.folder) });
}
