import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines, writeTinyDataset } from "../../test/tiny-dataset.ts";
import { readConfigFile } from "../settings/read-config-file.ts";

const temporary = temporaryFolder();
const folder = () => join(temporary(), "shop");
const inFolder = (name: string) => join(folder(), name);
const read = (name: string) => readFileSync(inFolder(name), "utf8");
const shop = ["--source", "csv:shop.csv", "--queries", "recorded:queries.jsonl"];

async function init(words: readonly string[], variables: Record<string, string> = {}) {
  const result = await runSearchfit(["init", ...words], { folder: folder(), variables });
  const document = (words.includes("--json") ? JSON.parse(result.stdout) : {}) as Record<
    string,
    unknown
  >;
  return { ...result, document };
}

beforeEach(() => {
  rmSync(folder(), { recursive: true, force: true });
  mkdirSync(folder());
  writeFileSync(inFolder("package.json"), '{"type":"module"}');
  writeLines(inFolder("shop.csv"), ["id,title", "1,red shoe", "2,coffee pot"]);
  writeLines(inFolder("queries.jsonl"), ['{"product_id":"1","queries":["shoe"]}']);
});

it("writes what train reads, and a file for the secrets", async () => {
  writeTinyDataset(inFolder("judged"));
  const words = [...shop, "--judged", "judged", "--experiment", "mine"];
  const { code, stdout } = await init(words);
  expect(code).toBe(0);
  expect(stdout).toBe(
    "csv:shop.csv: 2 products\nWritten: searchfit.config.ts, .env.example\nNext: searchfit train\n",
  );
  expect(read("searchfit.config.ts")).toContain('export default {\n  experiment: "mine",\n');
  expect(await readConfigFile(folder())).toEqual({
    experiment: "mine",
    source: "csv:shop.csv",
    queries: "recorded:queries.jsonl",
    judged: "judged",
  });
  expect(read(".env.example")).toContain("# ANTHROPIC_API_KEY=\n");
  const train = await runSearchfit(["train", "--dry-run"], { folder: folder() });
  expect(train.code).toBe(0);
  expect(train.stderr).toBe("");
  expect(train.stdout).toContain("source   csv:shop.csv");
});

it("takes careful defaults without a question, and names the key that is missing", async () => {
  const { code, document, stderr } = await init(["--source", "csv:shop.csv", "--yes", "--json"]);
  expect(code).toBe(0);
  expect(document).toEqual({
    dryRun: false,
    files: ["searchfit.config.ts", ".env.example"],
    settings: {
      experiment: "default",
      source: "csv:shop.csv",
      queries: "anthropic",
      generation: { maxCostUsd: 2 },
    },
    checked: true,
    found: ["csv:shop.csv: 2 products"],
    missing: ["ANTHROPIC_API_KEY"],
    next: "searchfit train",
  });
  expect(stderr).toContain("Put ANTHROPIC_API_KEY into .env");
  expect(read(".env.example")).toContain("\nANTHROPIC_API_KEY=\n");
});

it("shows with --dry-run what it would write, and writes nothing", async () => {
  const { code, stdout } = await init([...shop, "--dry-run"]);
  expect(code).toBe(0);
  expect(stdout).toContain("searchfit.config.ts would be:");
  expect(stdout).toContain('  source: "csv:shop.csv",');
  expect(existsSync(inFolder("searchfit.config.ts"))).toBe(false);
  expect(existsSync(inFolder(".env.example"))).toBe(false);
});

describe("where something is there", () => {
  it("overwrites nothing without --force", async () => {
    writeFileSync(inFolder(".env.example"), "MINE=1\n");
    const { code, document } = await init([...shop, "--json"]);
    expect(code).toBe(1);
    expect(document.error).toMatchObject({ code: "FILE_EXISTS", details: [".env.example"] });
    expect(read(".env.example")).toBe("MINE=1\n");
    expect(existsSync(inFolder("searchfit.config.ts"))).toBe(false);
    expect((await init([...shop, "--force"])).code).toBe(0);
    expect(read(".env.example")).not.toContain("MINE");
  });

  it("writes what Node reads beside a package.json, without a warning", async () => {
    writeFileSync(inFolder("package.json"), '{"type":"commonjs"}');
    expect((await init([...shop, "--json"])).document.files).toContain("searchfit.config.json");
    const { code, stderr } = await runSearchfit(["train", "--dry-run"], { folder: folder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

it("refuses what cannot be used, and writes nothing", async () => {
  writeLines(inFolder("broken.csv"), ["id,title", "1,", "1,red shoe"]);
  const { code, stderr } = await init(["--source", "csv:broken.csv"]);
  expect(code).toBe(1);
  expect(stderr).toContain("broken.csv");
  expect(existsSync(inFolder("searchfit.config.ts"))).toBe(false);
});

it("refuses a server that does not answer, without its password; --no-check does not ask it", async () => {
  const variables = { DATABASE_URL: "postgresql://shop:wort-geheim@127.0.0.1:1/shop" };
  const refused = await init(["--json"], variables);
  expect(refused.code).toBe(1);
  expect(refused.document.error).toMatchObject({ code: "NO_CONNECTION" });
  expect(refused.stdout + refused.stderr).not.toContain("geheim");
  const written = await init(["--no-check", "--json"], variables);
  expect(written.code).toBe(0);
  expect(written.document).toMatchObject({ settings: { source: "postgres" }, checked: false });
  expect(read("searchfit.config.ts") + read(".env.example")).not.toContain("geheim");
});
