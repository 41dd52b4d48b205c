import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { tinyModel, writeLines } from "../../test/tiny-dataset.ts";
import type { Check } from "../doctor/check.ts";

const folder = temporaryFolder();

async function doctor(words: readonly string[], variables: Record<string, string> = {}) {
  const cache = join(folder(), "cache");
  const result = await runSearchfit(["doctor", ...words, "--base-model", tinyModel], {
    folder: folder(),
    variables: { SEARCHFIT_CACHE: cache, ...variables },
  });
  const { ready, checks } = (
    words.includes("--json") ? JSON.parse(result.stdout) : { checks: [] }
  ) as { ready: boolean; checks: Check[] };
  return { ...result, ready, find: (name: string) => checks.find((check) => check.name === name) };
}

it("finds that the defaults can run, and installs nothing", async () => {
  const { code, ready, find } = await doctor(["--json"]);
  expect(find("node")).toEqual({
    name: "node",
    status: "ok",
    needed: true,
    detail: process.versions.node,
    fix: null,
  });
  expect(find("python")).toMatchObject({
    status: "ok",
    detail: expect.stringMatching(/^Python 3/),
  });
  expect(find("python environment")).toMatchObject({
    status: "missing",
    needed: false,
    detail: "not built yet",
  });
  expect(find("base model")).toMatchObject({ status: "ok", detail: tinyModel });
  expect(find("database")).toMatchObject({ status: "unused" });
  expect(find("ANTHROPIC_API_KEY")).toMatchObject({ status: "unused" });
  expect(find("cache folder")).toMatchObject({ status: "ok" });
  expect({ code, ready }).toEqual({ code: 0, ready: true });
  const made = readdirSync(join(folder(), "cache"));
  expect(made.filter((name) => !name.includes(".lock"))).toEqual([]);
  expect(existsSync(join(folder(), "experiments"))).toBe(false);
});

it("never shows a key or a password, and tells a server that does not answer", async () => {
  const { code, stdout, stderr, find } = await doctor(["--json"], {
    DATABASE_URL: "postgresql://shop:wort-geheim@127.0.0.1:1/shop",
    ANTHROPIC_API_KEY: "sk-geheim",
  });
  expect(code).toBe(1);
  expect(stdout + stderr).not.toContain("geheim");
  expect(find("ANTHROPIC_API_KEY")).toMatchObject({ status: "ok", detail: "set" });
  expect(find("database")).toMatchObject({ status: "missing", needed: true });
});

it("leaves a server that the settings do not use out of the verdict", async () => {
  const variables = { DATABASE_URL: "postgresql://shop@127.0.0.1:1/shop" };
  const { code, find } = await doctor(["--source", "embedded", "--json"], variables);
  expect(code).toBe(0);
  expect(find("database")).toMatchObject({ status: "missing", needed: false });
});

it("names everything that is missing at once, with what to do", async () => {
  const words = ["--source", "csv:none.csv", "--judged", "none"];
  const { code, stdout } = await doctor(words, { PATH: join(folder(), "none") });
  expect(code).toBe(1);
  for (const part of ["python", "catalogue", "judged queries", "ANTHROPIC_API_KEY"]) {
    expect(stdout.split("\n").at(-2)).toContain(part);
  }
  expect(stdout).toContain("→ Install Python");
  expect(stdout).toContain("→ export ANTHROPIC_API_KEY=…");
});

it("goes on after mistakes in the configuration file and a cache that cannot be written to", async () => {
  writeLines(join(folder(), "wrong.json"), ['{"seed":-1}']);
  writeLines(join(folder(), "file"), [""]);
  const { code, find } = await doctor(["--config", "wrong.json", "--json"], {
    SEARCHFIT_CACHE: join(folder(), "file/cache"),
  });
  expect(code).toBe(1);
  expect(find("settings")).toMatchObject({ status: "missing", needed: true });
  expect(find("settings")?.detail).toContain("seed");
  expect(find("cache folder")).toMatchObject({ status: "missing", needed: true });
  expect(find("catalogue")).toMatchObject({ status: "ok" });
});
