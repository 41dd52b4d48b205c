import type { OpenServerOptions } from "@searchfit/pg-corpus";
import type { CorpusRanking } from "../corpus/create-corpus-search.ts";
import type { LogLevel } from "../create-server.ts";
import { EmbedServerError } from "../embed-server-error.ts";
import type { ServerLimits } from "../server-context.ts";
import type { ServeFlags } from "./flags.ts";

/** Environment variables; empty ones count as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the products are. */
export type DatabaseSettings =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "server"; readonly options: OpenServerOptions };

/** What to serve, and where. */
export interface ServeSettings {
  /** Model folder, as it was given; with `follow`, the one that answers while the table names none. */
  readonly model: string;
  /** All model folders, that one first. */
  readonly models: readonly [first: string, ...others: string[]];
  /** Whether the database's active model decides which of them answers. */
  readonly follow: boolean;
  /** Folder for the judgments of the search page. */
  readonly judgments: string | undefined;
  /** Folder of a cross-encoder. */
  readonly reranker: string | undefined;
  /** Which ONNX export. */
  readonly precision: "fp32" | "int8";
  /** Threads that embed, each with a copy of the model. */
  readonly workers: number;
  /** Cores a batch is spread over. */
  readonly threads: number;
  /** Cores a batch is spread over while requests come one after another. */
  readonly aloneThreads: number;
  /** Tokens of a batch. */
  readonly batchTokens: number;
  /** Sizes besides the model's own that requests may ask for. */
  readonly matryoshka: readonly number[];
  /** Address to listen on. */
  readonly host: string;
  /** Port; 0 takes a free one. */
  readonly port: number;
  /** Where the products are; undefined: search answers 503. */
  readonly database: DatabaseSettings | undefined;
  /** The product table. */
  readonly table: { readonly schema: string; readonly table: string };
  /** What search ranks products by. */
  readonly ranking: CorpusRanking;
  /** Share of BM25 in the scores of search, from 0 to 1. */
  readonly lexicalWeight: number;
  /** Experiment whose products are searched instead of a database's. */
  readonly experiment: string | undefined;
  /** Key that requests must send. */
  readonly apiKey: string | undefined;
  /** Limits of a request. */
  readonly limits: Pick<ServerLimits, "maxBodyBytes" | "maxTexts" | "maxWaiting">;
  /** Least important log lines that are written. */
  readonly logLevel: LogLevel;
}

/** Joins flags and environment; flags win. */
export function readSettings(flags: ServeFlags, environment: Environment): ServeSettings {
  const [models, follow] = [readModels(flags, environment), flags.follow === true];
  const { precision, workers, threads, aloneThreads, batchTokens, matryoshka = [] } = flags;
  const { host, port } = flags;
  const { schema, table, maxBodyBytes, maxTexts, maxWaiting, logLevel } = flags;
  const { experiment } = flags;
  const database = experiment === undefined ? readDatabase(flags, environment) : undefined;
  requireFitting(flags, database);
  if (follow && database === undefined) {
    throw new EmbedServerError(
      "INVALID_SETTING",
      "Expected a database to follow with --follow, got none.",
      { hint: "Set DATABASE_URL, DB_HOST or --database-folder, or leave --follow out." },
    );
  }
  return {
    model: models[0],
    models,
    follow,
    judgments: flags.judgments,
    reranker: flags.reranker ?? given(environment, "RERANK_MODEL_ID"),
    precision,
    workers,
    threads,
    aloneThreads,
    batchTokens,
    matryoshka,
    host,
    port,
    database,
    table: { schema, table },
    ranking: rankingOf(flags),
    lexicalWeight: flags.lexicalWeight,
    experiment,
    apiKey: given(environment, "EMBED_SERVER_API_KEY"),
    limits: { maxBodyBytes, maxTexts, maxWaiting },
    logLevel,
  };
}

/** Refuses flags that say nothing of what is searched. */
function requireFitting(flags: ServeFlags, database: DatabaseSettings | undefined): void {
  const { experiment, databaseUrl, databaseFolder, approximate, lexicalWeight } = flags;
  const refuse = (expected: string, got: string, hint: string) => {
    throw new EmbedServerError("INVALID_SETTING", `Expected ${expected}, got ${got}.`, { hint });
  };
  if (experiment !== undefined) {
    const other = databaseUrl ?? databaseFolder;
    if (other !== undefined)
      refuse("one of --experiment and a database", "both", "Leave one of them out.");
    if (approximate === true)
      refuse("--approximate with a database", "--experiment", "Leave --approximate out.");
  } else if (lexicalWeight > 0 && database === undefined) {
    refuse(
      "products to search with --lexical-weight",
      "none",
      "Give --experiment or a database, or leave --lexical-weight out.",
    );
  }
}

function rankingOf({ vectors, titleWeight, approximate }: ServeFlags): CorpusRanking {
  if (titleWeight !== undefined && vectors !== "fused") {
    throw new EmbedServerError(
      "INVALID_SETTING",
      `Expected --title-weight with --vectors fused only, got it with ${vectors}.`,
      { hint: "Add --vectors fused, or leave --title-weight out." },
    );
  }
  return {
    column: vectors,
    method: approximate === true ? "approximate" : "exact",
    ...(titleWeight === undefined ? {} : { titleWeight }),
  };
}

function readModels(
  flags: ServeFlags,
  environment: Environment,
): readonly [first: string, ...others: string[]] {
  const [first = given(environment, "EMBED_MODEL_ID"), ...others] = flags.model ?? [];
  if (first === undefined) {
    throw new EmbedServerError("MODEL_NOT_GIVEN", "Expected a model folder, got none.", {
      hint: "Give --model FOLDER or set EMBED_MODEL_ID, for example to experiments/default/model.",
    });
  }
  if (others.length > 0 && flags.follow !== true) {
    throw new EmbedServerError(
      "INVALID_SETTING",
      `Expected one --model without --follow, got ${others.length + 1}.`,
      { hint: "With --follow the database says which of them answers." },
    );
  }
  return [first, ...others];
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
