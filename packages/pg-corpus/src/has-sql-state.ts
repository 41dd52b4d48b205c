import { PgCorpusError } from "./pg-corpus-error.ts";

/**
 * Whether an error is one of the database's with one of these SQLSTATE codes.
 *
 * @example
 * hasSqlState(error, ["23505"]); // true for a unique violation
 */
export function hasSqlState(error: unknown, states: readonly string[]): error is PgCorpusError {
  return error instanceof PgCorpusError && states.includes(error.details?.sqlState as string);
}
