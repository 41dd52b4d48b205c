import { PgCorpusError } from "../pg-corpus-error.ts";

/** The error for a switch that comes too early; `came` is a clause. */
export function incomplete(came: string): PgCorpusError {
  return new PgCorpusError({
    code: "SWITCH_INCOMPLETE",
    message: `Expected the new vectors and their indexes to be complete, but ${came}.`,
    hint: "Embed and index what is left, then switch.",
  });
}
