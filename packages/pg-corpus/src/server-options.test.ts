import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionOptions, PeerCertificate } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { toPoolSettings } from "./server-options.ts";

const at = (connectionString: string) => toPoolSettings({ connectionString });

describe("encryption", () => {
  it.each([
    ["sslmode=disable", false, false],
    ["sslmode=prefer", { rejectUnauthorized: false }, true],
    ["sslmode=require", { rejectUnauthorized: false }, false],
    ["sslmode=verify-full", { rejectUnauthorized: true }, false],
    ["sslmode=allow", { rejectUnauthorized: false }, true],
    ["ssl=true", { rejectUnauthorized: false }, false],
    ["", { rejectUnauthorized: false }, true],
  ])("reads %j as libpq does", (query, ssl, tlsMayBeMissing) => {
    const settings = at(`postgresql://me@db.example/shop?${query}`);
    expect(settings.config.ssl).toEqual(ssl);
    expect(settings.tlsMayBeMissing).toBe(tlsMayBeMissing);
  });

  it.each([
    "postgresql://localhost/shop",
    "postgresql://127.0.0.1/shop",
    "postgresql://[::1]/shop",
    "postgresql:///shop?host=/run/postgresql",
  ])("is not used on this machine (%s) unless it is asked for", (url) => {
    expect(at(url).config.ssl).toBe(false);
    const asked = toPoolSettings({ connectionString: url, tls: { mode: "verify-full" } });
    expect(asked.config.ssl).toMatchObject({ rejectUnauthorized: true });
  });

  it("checks the authority but not the host with verify-ca, and with require and an authority", () => {
    const ca = join(import.meta.dirname, "server-options.ts"); // any file
    for (const query of [
      `sslmode=verify-ca&sslrootcert=${ca}`,
      `sslmode=require&sslrootcert=${ca}`,
    ]) {
      const { ssl } = at(`postgresql://me@db.example/shop?${query}`).config;
      expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: readFileSync(ca, "utf8") });
      const { checkServerIdentity } = ssl as ConnectionOptions;
      expect(checkServerIdentity?.("other.example", {} as PeerCertificate)).toBeUndefined();
    }
    const full = at(`postgresql://me@db.example/shop?sslmode=verify-full&sslrootcert=${ca}`);
    expect(full.config.ssl).not.toHaveProperty("checkServerIdentity");
  });

  it("comes from PGSSLMODE and its like where the connection string says nothing", () => {
    const environment = { PGSSLMODE: "verify-full", PGSSLROOTCERT: "system" };
    const settings = (query: string) => {
      const connectionString = `postgresql://me@localhost/shop${query}`;
      return toPoolSettings({ connectionString, environment }).config.ssl;
    };
    expect(settings("")).toMatchObject({ rejectUnauthorized: true });
    expect(settings("?sslmode=disable")).toBe(false);
    const missing = { ...environment, PGSSLROOTCERT: "/no/such/file" };
    expect(() => toPoolSettings({ environment: missing })).toThrow(/no\/such\/file/u);
    expect(() => toPoolSettings({ environment: { PGSSLMODE: "maybe" } })).toThrow(/got "maybe"/u);
  });

  it("knows from PGHOST that the server is on another machine", () => {
    vi.stubEnv("PGHOST", "db.example");
    expect(toPoolSettings({}).tlsMayBeMissing).toBe(true);
    vi.stubEnv("PGHOST", "/run/postgresql");
    expect(toPoolSettings({}).config.ssl).toBe(false);
    vi.unstubAllEnvs();
  });

  it("takes a certificate authority", () => {
    const tls = { mode: "verify-full", certificateAuthority: "PEM" } as const;
    const { config } = toPoolSettings({ host: "db.example", tls });
    expect(config.ssl).toMatchObject({ rejectUnauthorized: true, ca: "PEM" });
  });
});

describe("a connection string", () => {
  it.each(["mysql://me:secret@db/shop", "not a url with secret", "postgres://me:sec ret@:x/shop"])(
    "that is none is refused without showing its password: %s",
    (text) => {
      expect(() => at(text)).toThrow(PgCorpusError);
      expect(() => at(text)).not.toThrow(/sec/u);
    },
  );

  it("with an unknown sslmode is refused", () => {
    expect(() => at("postgresql://db.example/shop?sslmode=maybe")).toThrow(/got "maybe"/u);
  });

  it("leaves fields that are not given to the driver's defaults", () => {
    const { config } = toPoolSettings({ host: "db.example", timeouts: { lockMs: 200 } });
    expect(config).toMatchObject({ host: "db.example", lock_timeout: 200, max: 4 });
    expect(config).not.toHaveProperty("password");
    expect(config).not.toHaveProperty("statement_timeout");
  });
});

it("keeps connections alive that idle, so that a firewall does not forget them", () => {
  expect(at("postgresql://db.example/shop").config.keepAlive).toBe(true);
});
