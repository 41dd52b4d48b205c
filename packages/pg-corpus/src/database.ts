import type { TableNames } from "./table-names.ts";

/** A value that can be sent with a query; arrays become PostgreSQL arrays, Float32Array a vector. */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | Float32Array
  | readonly (string | number | boolean | null)[];

/**
 * One row of a result, by column name. Both drivers give the same types: booleans as boolean;
 * int2, int4, oid, float4 and float8 as number; arrays of text, varchar, int4 and float8 as arrays;
 * json and jsonb parsed; SQL NULL as null; everything else (int8, numeric, timestamps, vectors …) as
 * the text that PostgreSQL writes.
 */
export type Row = Readonly<Record<string, unknown>>;

/** A place where SQL runs: a database, or one transaction in it. */
export interface Session {
  /** Runs one statement with `$1`, `$2` … as parameters; returns its rows. */
  readonly query: <R extends Row = Row>(
    sql: string,
    params?: readonly SqlValue[],
  ) => Promise<readonly R[]>;
  /**
   * Sends one binary COPY stream to `target`, for example `"public"."t" ("id", "v")` (quoted by the
   * caller); returns the number of rows. The embedded driver holds the whole stream in memory.
   */
  readonly copyIn: (
    target: string,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ) => Promise<number>;
  /**
   * Gives one binary COPY stream of `source`, a table or a SELECT in parentheses (quoted by the
   * caller): what `copyIn` takes. A session runs nothing else before the stream has ended; when the
   * loop is left early, a session reads what is left of it. The embedded driver holds the whole
   * stream in memory.
   */
  readonly copyOut: (source: string) => AsyncIterable<Uint8Array>;
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** Refuses every write. @default false */
  readonly readOnly?: boolean;
  /** Sees one snapshot in all its statements (REPEATABLE READ). @default false */
  readonly snapshot?: boolean;
  /** Gives up waiting for a lock after so many milliseconds (server only). @default the server's */
  readonly lockTimeoutMs?: number;
  /** Gives up a statement after so many milliseconds (server only). @default the server's */
  readonly statementTimeoutMs?: number;
}

/** How rows are streamed. */
export interface StreamOptions {
  /** Rows a batch, an integer ≥ 1. @default 1000 */
  readonly batchSize?: number;
  /** Stops the stream between two batches. */
  readonly signal?: AbortSignal;
}

/** What is listened to. */
export interface ListenOptions {
  /** Name of the channel: lower-case letters, digits and `_`, beginning with a letter. */
  readonly channel: string;
  /** Called for each NOTIFY of a transaction that was committed, with its payload. */
  readonly onNotice: (payload: string) => void;
  /** Called once when the connection is lost: notices may have been missed from then on. */
  readonly onLost?: (error: unknown) => void;
}

/** An open database: a PostgreSQL server or an embedded one. */
export interface Database extends Session {
  /** Which driver it is. */
  readonly kind: "server" | "embedded";
  /** Where it is, for messages: `user@host:port/database` or the folder; never a password. */
  readonly location: string;
  /**
   * Runs `run` in one transaction: committed when it resolves, rolled back when it rejects. Inside,
   * use only the session given; the database's own methods throw a TypeError there, because an
   * embedded database has one connection and would wait for itself.
   */
  readonly transaction: <T>(
    run: (session: Session) => Promise<T>,
    options?: TransactionOptions,
  ) => Promise<T>;
  /**
   * Lends one connection for as long as `run` runs, without a transaction: for session settings,
   * session locks, and statements that refuse a transaction. On a server the connection is closed
   * afterwards, which undoes its settings and locks; an embedded database lends its only one.
   */
  readonly withConnection: <T>(run: (session: Session) => Promise<T>) => Promise<T>;
  /**
   * Rows of one SELECT in batches, from one snapshot, in constant memory. Other queries may run
   * between two batches. Leaving the loop early frees the cursor.
   */
  readonly stream: (
    sql: string,
    params?: readonly SqlValue[],
    options?: StreamOptions,
  ) => AsyncIterable<readonly Row[]>;
  /**
   * Listens to a channel until the function that it gives is called, or the database is closed. On a
   * server it takes one of the connections for as long.
   */
  readonly listen: (options: ListenOptions) => Promise<() => Promise<void>>;
  /** Closes every connection, frees the folder's lock; a second call does nothing. */
  readonly close: () => Promise<void>;
}

/** How far a long job is. */
export interface Progress {
  /** Items finished. */
  readonly done: number;
  /** Items in all; as many as are finished where the total is not known. */
  readonly total: number;
}

/** What every job that writes takes. */
export interface WriteOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Called after every batch. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the job between two batches; what was committed stays. */
  readonly signal?: AbortSignal;
  /** Items a batch (and a transaction), an integer ≥ 1. @default 1000 */
  readonly batchSize?: number;
}
