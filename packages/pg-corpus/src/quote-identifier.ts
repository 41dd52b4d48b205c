import { PgCorpusError } from "./pg-corpus-error.ts";

const longestName = 63;

/**
 * A name as PostgreSQL reads it literally: in double quotes, quotes doubled. Any other character is
 * kept: dots, spaces, semicolons and upper case are part of the name.
 *
 * @throws {PgCorpusError} `INVALID_IDENTIFIER` when the name is empty, has a NUL character or a lone
 *   surrogate, or is longer than 63 bytes in UTF-8 (PostgreSQL would cut it without saying so).
 * @example
 * quoteIdentifier('shop "A".items'); // '"shop ""A"".items"'
 */
export function quoteIdentifier(name: string): string {
  const problem = problemOf(name);
  if (problem === undefined) return `"${name.replaceAll('"', '""')}"`;
  throw new PgCorpusError({
    code: "INVALID_IDENTIFIER",
    message: `Expected the name of a schema, table or column, got ${problem}: ${JSON.stringify(name.slice(0, 200))}.`,
    hint: "Give the name as PostgreSQL's catalogue has it, without quotes.",
    details: { name },
  });
}

function problemOf(name: string): string | undefined {
  if (name === "") return "an empty name";
  if (name.includes("\0")) return "a name with a NUL character";
  if (!name.isWellFormed()) return "a name with a lone surrogate";
  const bytes = Buffer.byteLength(name, "utf8");
  if (bytes > longestName) return `a name of ${bytes} bytes (at most ${longestName})`;
  return undefined;
}
