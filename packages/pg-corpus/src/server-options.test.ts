import { describe, expect, it } from "vitest";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { toPoolSettings } from "./server-options.ts";

const at = (connectionString: string) => toPoolSettings({ connectionString });

describe("encryption", () => {
  it.each([
    ["sslmode=disable", false, false],
    ["sslmode=prefer", { rejectUnauthorized: false }, true],
    ["sslmode=require", { rejectUnauthorized: false }, false],
    ["sslmode=verify-full", undefined, false],
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
    expect(asked.config.ssl).toEqual({ rejectUnauthorized: true });
  });

  it("takes a certificate authority", () => {
    const tls = { mode: "verify-full", certificateAuthority: "PEM" } as const;
    const { config } = toPoolSettings({ host: "db.example", tls });
    expect(config.ssl).toEqual({ rejectUnauthorized: true, ca: "PEM" });
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
