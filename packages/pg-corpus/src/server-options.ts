import type { PoolConfig } from "pg";
import { PgCorpusError } from "./pg-corpus-error.ts";

/**
 * Encryption, in libpq's words: `disable` never, `prefer` where the server has it, `require` always
 * but without checking the certificate, `verify-full` always with a certificate that is checked.
 */
export type TlsMode = "disable" | "prefer" | "require" | "verify-full";

/** How the connection is encrypted. */
export interface TlsOptions {
  /** @see {@link TlsMode} */
  readonly mode: TlsMode;
  /** Certificate authority in PEM, for servers with a private one. @default the system's */
  readonly certificateAuthority?: string;
}

/** How long the driver and the server wait; 0 waits for ever. */
export interface ServerTimeouts {
  /** For a connection, in milliseconds. @default 10000 */
  readonly connectMs?: number;
  /** For one statement, in milliseconds. @default the server's */
  readonly statementMs?: number;
  /** For a lock, in milliseconds. @default the server's */
  readonly lockMs?: number;
}

/** Where the server is and how to connect to it. */
export interface OpenServerOptions {
  /** `postgresql://user:password@host:port/database?sslmode=…`; wins over the fields below. */
  readonly connectionString?: string;
  /** Host name, address, or the folder of a Unix socket. @default PGHOST or "localhost" */
  readonly host?: string;
  /** Port. @default PGPORT or 5432 */
  readonly port?: number;
  /** Database. @default PGDATABASE or the user's name */
  readonly database?: string;
  /** User. @default PGUSER or the name of the system's user */
  readonly user?: string;
  /** Password. @default PGPASSWORD or the entry in `.pgpass` */
  readonly password?: string;
  /** Encryption. @default `prefer`; `disable` for localhost and sockets */
  readonly tls?: TlsOptions;
  /** Name shown in `pg_stat_activity`. @default "searchfit" */
  readonly applicationName?: string;
  /** Connections at most. @default 4 */
  readonly maxConnections?: number;
  /** How long to wait. */
  readonly timeouts?: ServerTimeouts;
}

/** The driver's configuration, and whether a refusal of TLS is answered without it. */
export interface PoolSettings {
  /** What `pg` takes. */
  readonly config: PoolConfig;
  /** Connects again without TLS when the server has none. */
  readonly tlsMayBeMissing: boolean;
}

/** Works out the driver's configuration. */
export function toPoolSettings(options: OpenServerOptions): PoolSettings {
  const { config: place, sslMode } = placeOf(options);
  const tls = options.tls ?? tlsOf(sslMode, place);
  return {
    config: {
      ...place,
      ...(tls === undefined ? {} : { ssl: sslOf(tls) }),
      application_name: options.applicationName ?? "searchfit",
      max: options.maxConnections ?? 4,
      connectionTimeoutMillis: options.timeouts?.connectMs ?? 10_000,
      ...positive("statement_timeout", options.timeouts?.statementMs),
      ...positive("lock_timeout", options.timeouts?.lockMs),
    },
    tlsMayBeMissing: tls?.mode === "prefer",
  };
}

function placeOf(options: OpenServerOptions): { config: PoolConfig; sslMode: string | undefined } {
  const { connectionString, host, port, database, user, password } = options;
  if (connectionString === undefined) {
    const fields = Object.entries({ host, port, database, user, password });
    const given = fields.filter(([, value]) => value !== undefined);
    return { config: Object.fromEntries(given), sslMode: undefined };
  }
  const url = parseUrl(connectionString);
  const sslMode = url.searchParams.get("sslmode") ?? undefined;
  // The driver reads the weaker modes as verify-full; libpq does not.
  if (sslMode !== "verify-full" && sslMode !== "verify-ca") url.searchParams.delete("sslmode");
  return { config: { connectionString: url.href }, sslMode };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "postgresql:" || url?.protocol === "postgres:") return url;
  throw new PgCorpusError({
    code: "INVALID_CONNECTION_STRING",
    message:
      "Expected a connection string such as postgresql://user:password@host:5432/database, got another text (not shown, as it may hold a password).",
    hint: "Write special characters of the password in percent form, for example %23 for #.",
  });
}

function tlsOf(sslMode: string | undefined, place: PoolConfig): TlsOptions | undefined {
  switch (sslMode) {
    case "verify-full":
    case "verify-ca":
      return undefined; // stays in the connection string, with its certificate files
    case "disable":
    case "prefer":
    case "require":
      return { mode: sslMode };
    case "allow":
      return { mode: "prefer" };
    case "no-verify":
      return { mode: "require" };
    case undefined:
      return { mode: isLocal(place) ? "disable" : "prefer" };
    default:
      throw new PgCorpusError({
        code: "INVALID_CONNECTION_STRING",
        message: `Expected sslmode to be disable, prefer, require or verify-full, got "${sslMode}".`,
        hint: "Correct sslmode in the connection string.",
      });
  }
}

function isLocal(place: PoolConfig): boolean {
  const url = place.connectionString === undefined ? undefined : new URL(place.connectionString);
  const host = url === undefined ? place.host : url.hostname || url.searchParams.get("host");
  return !host || host.startsWith("/") || /^(localhost|127\..*|\[?::1\]?)$/u.test(host);
}

function sslOf({ mode, certificateAuthority: ca }: TlsOptions): PoolConfig["ssl"] {
  if (mode === "disable") return false;
  return { rejectUnauthorized: mode === "verify-full", ...(ca === undefined ? {} : { ca }) };
}

function positive(name: string, value: number | undefined): PoolConfig {
  return value === undefined || value === 0 ? {} : { [name]: value };
}
