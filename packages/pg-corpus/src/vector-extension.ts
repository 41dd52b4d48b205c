import type { Session } from "./database.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { quoteIdentifier } from "./quote-identifier.ts";

/** pgvector as it is installed in this database. */
export interface VectorExtension {
  /** Version, for example "0.8.6". */
  readonly version: string;
  /** Schema in which its types and operators are, quoted. */
  readonly schema: string;
}

const installedSql = `
  SELECT e.extversion AS "version", n.nspname::text AS "schema" FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'`;

/** Looks pgvector up in this database. */
export async function findVectorExtension(session: Session): Promise<VectorExtension | undefined> {
  const [row] = await session.query<{ version: string; schema: string }>(installedSql);
  return row && { version: row.version, schema: quoteIdentifier(row.schema) };
}

/** Looks pgvector up in this database and throws `EXTENSION_MISSING` when it is not there. */
export async function requireVectorExtension(session: Session): Promise<VectorExtension> {
  const extension = await findVectorExtension(session);
  if (extension !== undefined) return extension;
  throw new PgCorpusError({
    code: "EXTENSION_MISSING",
    message: "Expected the extension pgvector in this database, got none.",
    hint: 'Run "CREATE EXTENSION vector" as an administrator of the database.',
  });
}

/** Installs pgvector in this database where it is missing and allowed. */
export async function ensureVectorExtension(session: Session): Promise<VectorExtension> {
  const there = await findVectorExtension(session);
  if (there !== undefined) return there;
  // Two processes that create it at once would fail on the catalogue's unique index.
  await session.query("SELECT pg_advisory_xact_lock(7322481)");
  await session.query("CREATE EXTENSION IF NOT EXISTS vector");
  return requireVectorExtension(session);
}
