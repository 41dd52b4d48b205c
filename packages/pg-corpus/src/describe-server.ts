import type { Database } from "./database.ts";
import { hasHnswFaults } from "./hnsw-faults.ts";
import { findVectorExtension } from "./vector-extension.ts";

/** What the database is, for reports and `doctor`. */
export interface ServerDescription {
  /** A server or the embedded database. */
  readonly kind: "server" | "embedded";
  /** `user@host:port/database` or the folder. */
  readonly location: string;
  /** PostgreSQL's version, for example "18.6". */
  readonly version: string;
  /** PostgreSQL's version as a number, for example 180006. */
  readonly versionNumber: number;
  /** pgvector's version in this database; null where it is not installed. */
  readonly pgvectorVersion: string | null;
  /** pgvector's version that the server could install; null where it has none. */
  readonly pgvectorAvailable: string | null;
  /** Collation of the database. */
  readonly collation: string;
  /** Whether it refuses writes (a standby, or set so). */
  readonly readOnly: boolean;
  /** What the user should know, in sentences; usually none. */
  readonly warnings: readonly string[];
}

const descriptionSql = `
  SELECT current_setting('server_version') AS "version",
         current_setting('server_version_num')::int AS "versionNumber",
         (SELECT default_version FROM pg_catalog.pg_available_extensions
          WHERE name = 'vector') AS "pgvectorAvailable",
         (SELECT datcollate::text FROM pg_catalog.pg_database
          WHERE datname = current_database()) AS "collation",
         (pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool) AS "readOnly"`;

type ServerRow = Pick<
  ServerDescription,
  "version" | "versionNumber" | "pgvectorAvailable" | "collation" | "readOnly"
>;

/**
 * Versions and settings of the database, with warnings.
 *
 * @throws {PgCorpusError} `NO_CONNECTION` when the server is gone.
 * @example
 * (await describeServer(db)).pgvectorVersion; // "0.8.6"
 */
export async function describeServer(db: Database): Promise<ServerDescription> {
  const [row] = (await db.query(descriptionSql)) as unknown as readonly ServerRow[];
  if (row === undefined) throw new TypeError("Expected one row that describes the server.");
  const pgvectorVersion = (await findVectorExtension(db))?.version ?? null;
  const version = row.version.split(" ")[0] ?? row.version; // "15.20 (Debian 15.20-0+deb12u1)"
  return {
    kind: db.kind,
    location: db.location,
    ...row,
    version,
    pgvectorVersion,
    warnings: warningsOf(pgvectorVersion),
  };
}

function warningsOf(pgvectorVersion: string | null): readonly string[] {
  if (pgvectorVersion === null || !hasHnswFaults(pgvectorVersion)) return [];
  return [
    `pgvector ${pgvectorVersion} has faults in parallel HNSW builds and vacuum that 0.8.4 corrected: update it, or build HNSW indexes serially.`,
  ];
}
