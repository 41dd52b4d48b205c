import { expect, it } from "vitest";
import { joinSettings, resolveSettings } from "./resolve-settings.ts";

it("takes flags before the environment, that before the file, that before the defaults", () => {
  const file = { seed: 1, python: "file", training: { epochs: 5, batchSize: 8 } };
  const settings = resolveSettings({ training: { epochs: 7 } }, file, {
    SEARCHFIT_PYTHON: "variable",
  });
  expect(settings).toMatchObject({ seed: 1, python: "variable", source: "embedded" });
  expect(settings.training).toMatchObject({ epochs: 7, batchSize: 8, learningRate: 2e-5 });
});

it("runs the sample catalogue with recorded and judged queries when nothing is set", () => {
  const settings = resolveSettings({}, {}, {});
  expect(settings.queries).toMatch(/^recorded:.*recorded-queries\.jsonl$/);
  expect(settings.judged).toMatch(/judged$/);
  expect(resolveSettings({ judged: null }, {}, {}).judged).toBeNull();
});

it("does the real thing when a server and a key are set, and never keeps them", () => {
  const environment = {
    DATABASE_URL: "postgresql://me:hidden@host/db",
    ANTHROPIC_API_KEY: "hidden-key",
  };
  const settings = resolveSettings({}, {}, environment);
  expect(settings).toMatchObject({ source: "postgres", queries: "anthropic", judged: null });
  expect(JSON.stringify(settings)).not.toContain("hidden");
});

it("refuses a server without a password by name, and a table setting that does not exist", () => {
  const environment = { DB_HOST: "host", ANTHROPIC_API_KEY: "key" };
  expect(() => resolveSettings({}, {}, environment)).toThrow("DB_PASSWORD");
  expect(() => resolveSettings({ database: { tabel: "x" } as never }, {}, {})).toThrow("tabel");
});

it("asks for no secrets where files alone are read", () => {
  const settings = { source: "postgres", queries: "anthropic" };
  expect(() => resolveSettings(settings, {}, {})).toThrow("ANTHROPIC_API_KEY");
  expect(joinSettings(settings, {}, {})).toMatchObject(settings);
});
