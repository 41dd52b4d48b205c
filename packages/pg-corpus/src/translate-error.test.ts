import { describe, expect, it } from "vitest";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { translateError } from "./translate-error.ts";

function fromServer(code: string, message: string): unknown {
  return translateError(
    Object.assign(new Error(message), { code, severity: "ERROR" }),
    "me@db:1/x",
  );
}

function fromSystem(code: string, message: string): unknown {
  return translateError(Object.assign(new Error(message), { code }), "me@db:1/x");
}

describe("translateError", () => {
  // Messages and codes as PostgreSQL 15 and 18, pgvector 0.8 and Node 24 give them.
  it.each([
    ["28P01", 'password authentication failed for user "me"', "AUTHENTICATION_FAILED"],
    ["28000", 'no pg_hba.conf entry for host "1.2.3.4", no encryption', "AUTHENTICATION_FAILED"],
    ["0A000", 'extension "vector" is not available', "EXTENSION_MISSING"],
    ["58P01", 'could not open extension control file "x"', "EXTENSION_MISSING"],
    ["42704", 'type "vector" does not exist', "EXTENSION_MISSING"],
    ["22000", "expected 384 dimensions, not 3", "DIMENSION_MISMATCH"],
    ["53100", "could not extend file: No space left on device", "DISK_FULL"],
    ["53300", "sorry, too many clients already", "NO_CONNECTION"],
    ["57P03", "the database system is starting up", "NO_CONNECTION"],
    ["57014", "canceling statement due to statement timeout", "TIMEOUT"],
    ["23505", "duplicate key value violates unique constraint", "INVALID_VALUE"],
    ["42601", "syntax error", "QUERY_FAILED"],
  ])("reads %s (%s)", (sqlState, message, code) => {
    const error = fromServer(sqlState, message) as PgCorpusError;
    expect(error).toBeInstanceOf(PgCorpusError);
    expect(error).toMatchObject({ code, details: { sqlState } });
    expect(error.message).toBe(`me@db:1/x: ${message}.`);
  });

  it.each([
    ["ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1", /server runs/u],
    ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate", /certificate authority/u],
    ["", "The server does not support SSL connections", /no TLS/u],
  ])("reads the system's %s", (code, message, hint) => {
    const error = fromSystem(code, message) as PgCorpusError;
    expect(error.code).toBe("NO_CONNECTION");
    expect(error.hint).toMatch(hint);
  });

  it("tells both addresses that were tried", () => {
    const tried = new AggregateError([new Error("::1 refused"), new Error("127.0.0.1 refused")]);
    const error = translateError(Object.assign(tried, { code: "ECONNREFUSED" }), "db") as Error;
    expect(error.message).toContain("::1 refused, 127.0.0.1 refused");
  });

  it("leaves errors of others as they are", () => {
    const own = new RangeError("mine");
    expect(translateError(own, "db")).toBe(own);
    expect(translateError("text", "db")).toBe("text");
  });
});
