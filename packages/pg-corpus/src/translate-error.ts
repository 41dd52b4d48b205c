import type { PgCorpusErrorCode } from "./pg-corpus-error.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";

/** The fields of a PostgreSQL error that both drivers give. */
interface DatabaseProblem {
  readonly message: string;
  readonly severity: string;
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
}

interface Meaning {
  readonly code: PgCorpusErrorCode;
  readonly hint?: string;
}

const grant = "Ask the owner of the database for the privilege, or connect as another user.";
const extension =
  'Ask an administrator to install pgvector and to run "CREATE EXTENSION vector" in this database.';
const password = "Check the user and the password.";
const waiting = "Try again later, or allow more time.";

const meanings: Readonly<Record<string, Meaning>> = {
  "28000": {
    code: "AUTHENTICATION_FAILED",
    hint: 'Check the user; if the message says "no encryption", ask for TLS.',
  },
  "28P01": { code: "AUTHENTICATION_FAILED", hint: password },
  "3D000": { code: "DATABASE_MISSING", hint: "Create the database, or correct its name." },
  "42P01": { code: "TABLE_MISSING", hint: "Create the table, or correct its schema and name." },
  "3F000": { code: "TABLE_MISSING", hint: "Create the schema, or correct its name." },
  "42703": { code: "COLUMN_MISSING", hint: "Correct the name of the column." },
  "42P10": {
    code: "PRIMARY_KEY_MISSING",
    hint: "Add a primary key or a unique index on the id column.",
  },
  "42501": { code: "PERMISSION_DENIED", hint: grant },
  "25006": {
    code: "READ_ONLY",
    hint: "Connect to the primary server, or as a user that may write.",
  },
  "55P03": { code: "TIMEOUT", hint: waiting },
  "57014": { code: "TIMEOUT", hint: waiting },
  "53100": {
    code: "DISK_FULL",
    hint: "Free space on the database's disk; what was committed stays.",
  },
  "58P01": { code: "EXTENSION_MISSING", hint: extension },
  "21000": {
    code: "INVALID_VALUE",
    hint: "Two ids of one batch are the same value in the table's id type.",
  },
  "53300": {
    code: "NO_CONNECTION",
    hint: "The server has no connection left; close others or wait.",
  },
};

/** Meanings of whole classes of SQLSTATE, by their first two characters. */
const classes: Readonly<Record<string, Meaning>> = {
  "08": { code: "NO_CONNECTION", hint: "Check that the server runs and can be reached." },
  "57": { code: "NO_CONNECTION", hint: "The server stopped or is starting; try again." },
  "22": { code: "INVALID_VALUE" },
  "23": { code: "INVALID_VALUE" },
};

/**
 * The package's error for whatever a driver threw. Errors that do not come from the database (a
 * caller's own, an abort) come back as they are.
 */
export function translateError(error: unknown, location: string): unknown {
  if (isDatabaseProblem(error)) return fromDatabase(error, location);
  if (!(error instanceof Error) || error instanceof PgCorpusError) return error;
  return connectionError(error, location) ?? error;
}

function isDatabaseProblem(error: unknown): error is Error & DatabaseProblem {
  return (
    error instanceof Error &&
    "severity" in error &&
    typeof error.severity === "string" &&
    "code" in error &&
    typeof error.code === "string"
  );
}

function fromDatabase(problem: Error & DatabaseProblem, location: string): PgCorpusError {
  const meaning = meaningOf(problem);
  Reflect.deleteProperty(problem, "params"); // PGlite keeps the parameters: data, and megabytes
  const detail = problem.detail ? ` (${problem.detail})` : "";
  return new PgCorpusError({
    code: meaning.code,
    message: `${location}: ${problem.message}${detail}.`.slice(0, 600),
    hint: meaning.hint ?? problem.hint,
    details: { sqlState: problem.code, where: problem.where?.slice(0, 200) },
    cause: problem,
  });
}

function meaningOf({ code, message }: DatabaseProblem): Meaning {
  if (/type "(halfvec|vector)" does not exist|extension "vector"/u.test(message)) {
    return { code: code === "42501" ? "PERMISSION_DENIED" : "EXTENSION_MISSING", hint: extension };
  }
  if (/expected \d+ dimensions, not \d+|different vector dimensions/u.test(message)) {
    return {
      code: "DIMENSION_MISMATCH",
      hint: "The column was made for another model; use a column of the right width.",
    };
  }
  return meanings[code] ?? classes[code.slice(0, 2)] ?? { code: "QUERY_FAILED" };
}

const systemCodes =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|EACCES|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/u;
const brokenConnection =
  /Connection terminated|connection timeout|timeout exceeded|not queryable|Client was closed|does not support SSL|socket disconnected/iu;

function connectionError(error: Error, location: string): PgCorpusError | undefined {
  if (/password must be a (non-empty )?string/u.test(error.message)) {
    return new PgCorpusError({
      code: "AUTHENTICATION_FAILED",
      message: `${location}: the server asks for a password, and none was given.`,
      hint: "Give the password (DB_PASSWORD or DATABASE_URL in the apps).",
      cause: error,
    });
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (!systemCodes.test(code) && !brokenConnection.test(error.message)) return undefined;
  return new PgCorpusError({
    code: "NO_CONNECTION",
    message: `Expected a PostgreSQL server at ${location}, got: ${reasonOf(error)}.`,
    hint: hintFor(code, error.message),
    details: { systemCode: code },
    cause: error,
  });
}

function reasonOf(error: Error): string {
  // Node tries IPv6 and IPv4; the aggregate itself has no message.
  if (error.message !== "" || !(error instanceof AggregateError)) return error.message;
  return error.errors.map((one) => (one instanceof Error ? one.message : String(one))).join(", ");
}

function hintFor(code: string, message: string): string {
  if (/CERT|SIGNED|UNABLE_TO|ERR_TLS/u.test(code)) {
    return "The server's certificate was not accepted; give its certificate authority.";
  }
  if (message.includes("SSL"))
    return "The server has no TLS; connect without it or turn it on there.";
  return "Check that the server runs and that host and port are right.";
}
