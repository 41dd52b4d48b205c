import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runSearchfit } from "../test/run-searchfit.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "searchfit-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const product = (id: number) => JSON.stringify({ id: `p${id}`, title: `Product ${id}` });
const write = (name: string, lines: readonly string[]) => {
  writeFileSync(join(folder, name), lines.join("\n"));
};
const train = (words: readonly string[], variables: Record<string, string> = {}) =>
  runSearchfit(["train", ...words], { folder, variables });
const ownCatalogue = ["--source", "jsonl:catalogue.jsonl", "--queries", "recorded:answers.jsonl"];

it("refuses an unknown flag with exit code 2", async () => {
  const { code, stderr } = await train(["--bogus"]);
  expect(code).toBe(2);
  expect(stderr).toContain("unknown option '--bogus'");
});

it("refuses a word where a number belongs with exit code 2", async () => {
  const { code, stderr } = await train(["--epochs", "many"]);
  expect(code).toBe(2);
  expect(stderr).toContain('expected a whole number, got "many"');
});

it("reports all three mistakes of a configuration file at once", async () => {
  write("searchfit.config.json", ['{"seed":-1,"colour":"red","training":{"epochs":"three"}}']);
  const { code, stderr } = await train([]);
  expect(code).toBe(1);
  expect(stderr).toContain("3 mistakes");
  for (const part of ["seed", "colour", "training.epochs"]) expect(stderr).toContain(part);
  expect(existsSync(join(folder, "experiments"))).toBe(false);
});

it("names a missing configuration file", async () => {
  const { code, stderr } = await train(["--config", "other.json"]);
  expect(code).toBe(1);
  expect(stderr).toContain("other.json");
});

it("names DB_PASSWORD when only the host is set, before any work", async () => {
  const { code, stderr } = await train([], {
    DB_HOST: "localhost",
    ANTHROPIC_API_KEY: "secret-key",
  });
  expect(code).toBe(1);
  expect(stderr).toContain("DB_PASSWORD is not set");
  expect(stderr).toContain("export DB_PASSWORD=");
  expect(stderr).not.toContain("secret-key");
  expect(existsSync(join(folder, "experiments"))).toBe(false);
});

it("names ANTHROPIC_API_KEY when nobody can write the queries", async () => {
  const { code, stderr } = await train(["--source", "csv:shop.csv"]);
  expect(code).toBe(1);
  expect(stderr).toContain("ANTHROPIC_API_KEY is not set");
});

it.each([
  ["an empty catalogue", [], "has no products"],
  ["one product", [product(1)], "has one product"],
  ["a product without id", [product(1), '{"title":"Lamp"}'], "line 2"],
  ["a repeated id", [product(1), product(2), product(1)], "line 3"],
  ["invalid JSON", [product(1), product(2), "{oops"], "line 3"],
])("refuses %s with one clear message and leaves nothing half-written", async (_, lines, part) => {
  write("catalogue.jsonl", lines);
  write("answers.jsonl", []);
  const { code, stdout, stderr } = await train(ownCatalogue);
  expect(code).toBe(1);
  expect(stderr).toContain(part);
  expect(stdout).toBe("");
  expect(existsSync(join(folder, "experiments/default/products.json"))).toBe(false);
});

it("names a source that is not there and one that it does not know", async () => {
  write("answers.jsonl", []);
  const missing = await train(ownCatalogue);
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.stderr).toContain("catalogue.jsonl");
  const unknown = await train(["--source", "xml:shop.xml", "--queries", "recorded:answers.jsonl"]);
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.stderr).toContain("jsonl:FILE");
});

it("gives errors as one JSON document with --json, and only that on stdout", async () => {
  write("catalogue.jsonl", []);
  write("answers.jsonl", []);
  const { code, stdout } = await train([...ownCatalogue, "--json"]);
  expect(code).toBe(1);
  const document = JSON.parse(stdout) as { error: { code: string; hint: string } };
  expect(document.error.code).toBe("EMPTY_CATALOGUE");
  expect(document.error.hint).not.toBe("");
});

it("says that no Python was found, and how to get one", async () => {
  write(
    "catalogue.jsonl",
    Array.from({ length: 12 }, (_, id) => product(id)),
  );
  write("answers.jsonl", []);
  const { code, stderr } = await train(ownCatalogue, {
    PATH: join(folder, "nowhere"),
    SEARCHFIT_CACHE: join(folder, "cache"),
  });
  expect(code).toBe(1);
  expect(stderr).toContain("Python");
  expect(stderr).toContain("Hint:");
});

it("says that the environment's folder cannot be written", async () => {
  write(
    "catalogue.jsonl",
    Array.from({ length: 12 }, (_, id) => product(id)),
  );
  write("answers.jsonl", []);
  write("file", [""]);
  const { code, stderr } = await train(ownCatalogue, {
    SEARCHFIT_CACHE: join(folder, "file/cache"),
  });
  expect(code).toBe(1);
  expect(stderr).toContain(join(folder, "file/cache"));
});

it("says what would run with --dry-run, and makes nothing", async () => {
  const { code, stdout } = await train(["--dry-run"]);
  expect(code).toBe(0);
  for (const step of ["extract", "fine-tune", "report"]) expect(stdout).toContain(step);
  expect(existsSync(join(folder, "experiments"))).toBe(false);
});
