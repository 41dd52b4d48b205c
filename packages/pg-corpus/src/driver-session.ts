import type { Row, Session, SqlValue, TransactionOptions } from "./database.ts";
import { toParameterText } from "./sql-values.ts";
import { insideTransaction } from "./transaction-scope.ts";
import { translateError } from "./translate-error.ts";

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What a driver does on one connection; parameters are text already, errors are the driver's. */
export interface Connection {
  /** Runs one statement and gives its rows. */
  readonly run: (sql: string, params: readonly (string | null)[]) => Promise<readonly Row[]>;
  /** Sends one binary COPY stream and gives the number of rows. */
  readonly copy: (target: string, chunks: Chunks) => Promise<number>;
  /** Gives one binary COPY stream; leaves the connection usable however the loop ends. */
  readonly copyOut: (source: string) => AsyncIterable<Uint8Array>;
}

/** What a transaction does. */
export interface TransactionWork<T> {
  /** The caller's part, between BEGIN and COMMIT. */
  readonly run: (session: Session) => Promise<T>;
  /** How the transaction runs. */
  readonly options: TransactionOptions;
}

/** A session on one connection: parameters in JavaScript's types, errors of the package. */
export function createSession(connection: Connection, location: string): Session {
  const translating = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw translateError(error, location);
    }
  };
  return {
    query: <R extends Row>(sql: string, params: readonly SqlValue[] = []) =>
      translating(() => connection.run(sql, params.map(toParameterText)) as Promise<readonly R[]>),
    copyIn: (target, chunks) => translating(() => connection.copy(target, chunks)),
    copyOut: async function* (source) {
      try {
        yield* connection.copyOut(source);
      } catch (error) {
        throw translateError(error, location);
      }
    },
  };
}

/** The part of a transaction between BEGIN and COMMIT, which is the same for both drivers. */
export async function runTransactionBody<T>(
  database: object,
  session: Session,
  { run, options }: TransactionWork<T>,
): Promise<T> {
  for (const sql of settingsOf(options)) await session.query(sql);
  const state = { open: true, failed: false };
  try {
    const result = await insideTransaction(database, () => run(guarded(session, state)));
    // COMMIT of a failed transaction rolls back without an error; this statement fails instead.
    if (state.failed) await session.query("SELECT 1");
    return result;
  } finally {
    state.open = false;
  }
}

function guarded(session: Session, state: { readonly open: boolean; failed: boolean }): Session {
  const guard = async <T>(act: () => Promise<T>): Promise<T> => {
    if (!state.open) throw new TypeError("Expected an open transaction, got one that has ended.");
    try {
      return await act();
    } catch (error) {
      state.failed = true;
      throw error;
    }
  };
  return {
    query: (sql, params) => guard(() => session.query(sql, params)),
    copyIn: (target, chunks) => guard(() => session.copyIn(target, chunks)),
    copyOut: async function* (source) {
      const chunks = session.copyOut(source)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await guard(() => chunks.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        await chunks.return?.();
      }
    },
  };
}

function settingsOf(options: TransactionOptions): string[] {
  const { snapshot, readOnly, lockTimeoutMs, statementTimeoutMs } = options;
  const settings: string[] = [];
  if (snapshot) settings.push("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  if (readOnly) settings.push("SET TRANSACTION READ ONLY");
  if (lockTimeoutMs !== undefined)
    settings.push(`SET LOCAL lock_timeout = ${whole(lockTimeoutMs)}`);
  if (statementTimeoutMs !== undefined)
    settings.push(`SET LOCAL statement_timeout = ${whole(statementTimeoutMs)}`);
  return settings;
}

function whole(milliseconds: number): number {
  if (Number.isInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new RangeError(`Expected whole milliseconds of 0 or more, got ${milliseconds}.`);
}
