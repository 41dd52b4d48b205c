import type { OpenServerOptions } from "@searchfit/pg-corpus";
import type { CreateServerOptions, LogLevel } from "../create-server.ts";
import { EmbedServerError } from "../embed-server-error.ts";
import type { ServeFlags } from "./flags.ts";

/** Environment variables; empty ones count as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the products are. */
export type DatabaseSettings =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "server"; readonly options: OpenServerOptions };

/** What to serve, and where. */
export interface ServeSettings {
  /** Model folder, as it was given. */
  readonly model: string;
  /** Which ONNX export. */
  readonly precision: "fp32" | "int8";
  /** Cores a batch is spread over. */
  readonly threads: number;
  /** Address to listen on. */
  readonly host: string;
  /** Port; 0 takes a free one. */
  readonly port: number;
  /** Where the products are; undefined: search answers 503. */
  readonly database: DatabaseSettings | undefined;
  /** The product table. */
  readonly table: { readonly schema: string; readonly table: string };
  /** Key that requests must send. */
  readonly apiKey: string | undefined;
  /** Limits of a request. */
  readonly limits: NonNullable<CreateServerOptions["limits"]>;
  /** Least important log lines that are written. */
  readonly logLevel: LogLevel;
}

/** Joins flags and environment; flags win. */
export function readSettings(flags: ServeFlags, environment: Environment): ServeSettings {
  const model = flags.model ?? given(environment, "EMBED_MODEL_ID");
  if (model === undefined) {
    throw new EmbedServerError("MODEL_NOT_GIVEN", "Expected a model folder, got none.", {
      hint: "Give --model FOLDER or set EMBED_MODEL_ID, for example to experiments/default/model.",
    });
  }
  const { precision, threads, host, port, schema, table, maxBodyBytes, maxTexts } = flags;
  return {
    model,
    precision,
    threads,
    host,
    port,
    database: readDatabase(flags, environment),
    table: { schema, table },
    apiKey: given(environment, "EMBED_SERVER_API_KEY"),
    limits: { maxBodyBytes, maxTexts },
    logLevel: flags.logLevel,
  };
}

function readDatabase(flags: ServeFlags, environment: Environment): DatabaseSettings | undefined {
  if (flags.databaseFolder !== undefined && flags.databaseUrl !== undefined) {
    throw new EmbedServerError(
      "INVALID_SETTING",
      "Expected one of --database-folder and --database-url, got both.",
      { hint: "Leave one of them out." },
    );
  }
  if (flags.databaseFolder !== undefined) return { kind: "embedded", folder: flags.databaseFolder };
  const connectionString = flags.databaseUrl ?? given(environment, "DATABASE_URL");
  if (connectionString !== undefined) return { kind: "server", options: { connectionString } };
  const host = given(environment, "DB_HOST");
  return host === undefined ? undefined : { kind: "server", options: fields(host, environment) };
}

function fields(host: string, environment: Environment): OpenServerOptions {
  const port = readPort(given(environment, "DB_PORT"));
  const database = given(environment, "DB_NAME");
  const user = given(environment, "DB_USERNAME");
  const password = given(environment, "DB_PASSWORD");
  return {
    host,
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { database }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
  };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/u.test(text) && port >= 1 && port <= 65_535) return port;
  throw new EmbedServerError(
    "INVALID_SETTING",
    `Expected DB_PORT to be a port from 1 to 65535, got "${text.slice(0, 200)}".`,
    { hint: "Correct DB_PORT, or leave it out for 5432." },
  );
}

function given(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === "" ? undefined : value;
}
