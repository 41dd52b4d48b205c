import pg, { type PoolConfig } from "pg";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { isTlsMode, readCertificates, sslOf } from "./tls-settings.ts";

/**
 * Encryption, in libpq's words: `disable` never, `prefer` where the server has it, `require` always
 * but without checking the certificate, `verify-ca` always with a certificate of a known authority,
 * `verify-full` also with the name of the host in it.
 */
export type TlsMode = "disable" | "prefer" | "require" | "verify-ca" | "verify-full";

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
  /**
   * libpq's variables for encryption, which count where nothing else is said: PGSSLMODE,
   * PGSSLROOTCERT, PGSSLCERT, PGSSLKEY. The other `PG*` variables are read by the driver itself.
   * @default none
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The driver's configuration, and whether a refusal of TLS is answered without it. */
export interface PoolSettings {
  /** What `pg` takes. */
  readonly config: PoolConfig;
  /** Connects again without TLS when the server has none. */
  readonly tlsMayBeMissing: boolean;
}

/**
 * Works out the driver's configuration.
 *
 * @throws {PgCorpusError} `INVALID_CONNECTION_STRING` when it is none, or a file of it is not there.
 */
export function toPoolSettings(options: OpenServerOptions): PoolSettings {
  const { config: place, parameters } = placeOf(options);
  const setting = (name: string) =>
    parameters.get(name) ?? options.environment?.[`PG${name.toUpperCase()}`] ?? undefined;
  const mode = options.tls?.mode ?? modeOf(setting("sslmode"), place);
  const files = mode === "disable" ? {} : readCertificates(setting);
  const { certificateAuthority: ca = files.ca } = options.tls ?? {};
  return {
    config: {
      ...place,
      ssl: sslOf(mode, { ...files, ...(ca === undefined ? {} : { ca }) }),
      keepAlive: true, // a connection that holds a lock idles for hours
      application_name: options.applicationName ?? "searchfit",
      max: options.maxConnections ?? 4,
      connectionTimeoutMillis: options.timeouts?.connectMs ?? 10_000,
      ...positive("statement_timeout", options.timeouts?.statementMs),
      ...positive("lock_timeout", options.timeouts?.lockMs),
    },
    tlsMayBeMissing: mode === "prefer",
  };
}

/** Parameters of a connection string that are read here: the driver gives them another meaning. */
const tlsParameters = ["ssl", "sslmode", "sslrootcert", "sslcert", "sslkey"];

interface Place {
  readonly config: PoolConfig;
  readonly parameters: ReadonlyMap<string, string>;
}

function placeOf(options: OpenServerOptions): Place {
  const { connectionString, host, port, database, user, password } = options;
  if (connectionString === undefined) {
    const fields = Object.entries({ host, port, database, user, password });
    const given = fields.filter(([, value]) => value !== undefined);
    return { config: Object.fromEntries(given), parameters: new Map() };
  }
  const url = parseUrl(connectionString);
  const parameters = new Map<string, string>();
  for (const name of tlsParameters) {
    const value = url.searchParams.get(name);
    if (value !== null) parameters.set(name, value);
    url.searchParams.delete(name);
  }
  const tls = { true: "require", "1": "require", false: "disable", "0": "disable" };
  const short = tls[parameters.get("ssl") as keyof typeof tls]; // as JDBC writes it
  if (short !== undefined && !parameters.has("sslmode")) parameters.set("sslmode", short);
  return { config: { connectionString: url.href }, parameters };
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

function modeOf(sslMode: string | undefined, place: PoolConfig): TlsMode {
  if (sslMode === undefined || sslMode === "") return isLocal(place) ? "disable" : "prefer";
  if (isTlsMode(sslMode)) return sslMode;
  if (sslMode === "allow") return "prefer";
  if (sslMode === "no-verify") return "require";
  throw new PgCorpusError({
    code: "INVALID_CONNECTION_STRING",
    message: `Expected sslmode to be disable, prefer, require, verify-ca or verify-full, got "${sslMode.slice(0, 200)}".`,
    hint: "Correct sslmode in the connection string, or PGSSLMODE.",
  });
}

/** Whether the server is on this machine; the driver knows PGHOST, too. */
function isLocal(place: PoolConfig): boolean {
  const { host } = new pg.Client({ ...place, ssl: false });
  return !host || host.startsWith("/") || /^(localhost|127\..*|\[?::1\]?)$/u.test(host);
}

function positive(name: string, value: number | undefined): PoolConfig {
  return value === undefined || value === 0 ? {} : { [name]: value };
}
