import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";
import { joinSettings } from "../settings/resolve-settings.ts";
import { checkAnswers } from "./check-answers.ts";
import { completeAnswers, settingsOfAnswers, type InitAnswers } from "./init-answers.ts";
import { envExampleText, missingVariables } from "./secret-variables.ts";

const folder = temporaryFolder();
const given = { source: "csv:shop.csv", queries: "ollama:m" };

beforeAll(() => {
  writeLines(join(folder(), "shop.csv"), ["id,title", "1,red shoe", "2,coffee pot"]);
  writeLines(join(folder(), "broken.csv"), ["id,title", "1,", "1,red shoe"]);
  writeLines(join(folder(), "empty.csv"), ["id,title"]);
});

function settingsOf(answers: InitAnswers, environment = {}) {
  return joinSettings(settingsOfAnswers(completeAnswers(answers, environment)), {}, environment);
}

const check = (answers: InitAnswers, environment = {}) =>
  checkAnswers({ settings: settingsOf(answers, environment), environment, folder: folder() });

it("takes the sample when nothing is said, and the server when one is named", async () => {
  expect(await check({})).toEqual({ found: ["the sample catalogue"], hasProducts: true });
  expect(settingsOf({}, { DB_HOST: "localhost" })).toMatchObject({
    source: "postgres",
    queries: "anthropic",
    generation: { maxCostUsd: 2 },
  });
});

it("counts the products of a file", async () => {
  expect((await check(given)).found).toEqual(["csv:shop.csv: 2 products"]);
});

it.each([
  [{ ...given, source: "csv:none.csv" }, "FILE_MISSING"],
  [{ ...given, source: "shop.xls" }, "INVALID_SOURCE"],
  [{ ...given, queries: "recorded:none.jsonl" }, "FILE_MISSING"],
  [{ ...given, judged: "none" }, "FILE_MISSING"],
  [{ ...given, source: "csv:broken.csv" }, "INVALID_FILE"],
  [{ ...given, source: "csv:empty.csv" }, "EMPTY_CATALOGUE"],
])("refuses %j", async (answers, code) => {
  await expect(check(answers)).rejects.toMatchObject({ code });
});

it("does not ask a server that is not told yet", async () => {
  const { found, hasProducts } = await check({ source: "postgres" });
  expect(found).toEqual(["the server was not asked: DATABASE_URL not set"]);
  expect(hasProducts).toBe(true);
});

it.each([
  [{ source: "postgres" }, {}, ["DATABASE_URL", "ANTHROPIC_API_KEY"]],
  [{ source: "postgres", queries: "ollama:m" }, { DB_HOST: "h" }, ["DB_PASSWORD"]],
  [{ ...given, queries: "openai:m" }, {}, ["OPENAI_API_KEY"]],
  [{ ...given, queries: "openai:m" }, { OPENAI_BASE_URL: "http://localhost" }, []],
  [given, {}, []],
])("names the variables that %j needs beside %j", (answers, environment, names) => {
  expect(missingVariables(settingsOf(answers, environment), environment)).toEqual(names);
});

it("gives what is needed a line to fill in, and the rest as comments", () => {
  const text = envExampleText(settingsOf({ source: "postgres", queries: "ollama:m" }));
  expect(text.split("\n").filter((line) => /^(# )?[A-Z_]+=/u.test(line))).toEqual([
    "DATABASE_URL=",
    "# ANTHROPIC_API_KEY=",
    "# OPENAI_API_KEY=",
    "# SEARCHFIT_CACHE=",
  ]);
});
