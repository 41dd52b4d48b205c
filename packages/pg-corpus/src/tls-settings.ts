import { readFileSync } from "node:fs";
import type { PoolConfig } from "pg";
import { PgCorpusError } from "./pg-corpus-error.ts";
import type { TlsMode } from "./server-options.ts";

/** Certificates in PEM. */
export interface Certificates {
  /** Certificate authority. */
  readonly ca?: string;
  /** The user's certificate. */
  readonly cert?: string;
  /** Its key. */
  readonly key?: string;
}

const modes: readonly string[] = ["disable", "prefer", "require", "verify-ca", "verify-full"];

/** Whether a text is one of libpq's modes that are known here. */
export function isTlsMode(text: string): text is TlsMode {
  return modes.includes(text);
}

/**
 * Reads the files that `sslrootcert`, `sslcert` and `sslkey` name. `sslrootcert=system`, or none:
 * the system's authorities; unlike psql's, files in ~/.postgresql are not looked for.
 */
export function readCertificates(setting: (name: string) => string | undefined): Certificates {
  const root = setting("sslrootcert");
  const files = { ca: root === "system" ? undefined : root, cert: setting("sslcert") };
  const named = Object.entries({ ...files, key: setting("sslkey") });
  const read = named.flatMap(([name, path]) => (path ? [[name, readPem(path)] as const] : []));
  return Object.fromEntries(read);
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new PgCorpusError({
      code: "INVALID_CONNECTION_STRING",
      message: `Expected a certificate or key in ${path}, got: ${String(error).slice(0, 200)}.`,
      hint: "Correct sslrootcert, sslcert or sslkey (PGSSLROOTCERT, PGSSLCERT, PGSSLKEY).",
      details: { path },
      cause: error,
    });
  }
}

/** What the driver takes: as in libpq, `require` with an authority checks it, but not the host. */
export function sslOf(mode: TlsMode, certificates: Certificates): PoolConfig["ssl"] {
  if (mode === "disable") return false;
  const checksAuthority = mode.startsWith("verify") || certificates.ca !== undefined;
  if (mode === "prefer" || !checksAuthority) return { rejectUnauthorized: false, ...certificates };
  const anyHost = mode === "verify-full" ? {} : { checkServerIdentity: () => undefined };
  return { rejectUnauthorized: true, ...anyHost, ...certificates };
}
