import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import type { Environment } from "../settings/read-environment.ts";
import { askAnswers } from "./ask-answers.ts";
import { settingsOfAnswers, type InitAnswers } from "./init-answers.ts";
import { openQuestions } from "./open-questions.ts";

interface Asked {
  readonly answers: readonly string[];
  readonly given?: InitAnswers;
  readonly environment?: Environment;
}

/** Types a line whenever a question is shown; after the last one the input ends. */
async function asked({ answers, given = {}, environment = {} }: Asked) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const left = [...answers];
  let shown = "";
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    if (!chunk.toString().endsWith("]: ")) return;
    const answer = left.shift();
    if (answer === undefined) input.end();
    else input.write(`${answer}\n`);
  });
  const questions = openQuestions(input, output);
  const answer = await askAnswers(given, { questions, environment, folder: "/shop" }).finally(
    () => {
      questions.close();
    },
  );
  return { settings: settingsOfAnswers(answer), shown, left };
}

it("asks nothing more of a sample than its name", async () => {
  const { settings, shown, left } = await asked({ answers: ["", ""] });
  expect(settings).toEqual({ experiment: "default", source: "embedded" });
  expect(shown).toContain("[embedded]: ");
  expect(left).toEqual([]);
});

it("asks for the table of a server, a cap of the cost, and judged queries", async () => {
  const { settings } = await asked({
    answers: ["", "products", "", "5", "judged", "shop"],
    environment: { DB_HOST: "localhost" },
  });
  expect(settings).toEqual({
    experiment: "shop",
    source: "postgres",
    queries: "anthropic",
    judged: "judged",
    database: { table: "products" },
    generation: { maxCostUsd: 5 },
  });
});

it("asks again for what cannot be used, and says why", async () => {
  const { settings, shown } = await asked({
    answers: ["shop.xls", "shop.csv", "gpt", "openai:m", "0", "much", "none", "none", "a b", "a-b"],
  });
  expect(settings).toEqual({ experiment: "a-b", source: "shop.csv", queries: "openai:m" });
  for (const part of ['got "shop.xls"', 'got "gpt"', "more than 0", 'got "much"', 'got "a b"'])
    expect(shown).toContain(part);
});

it("does not ask for what is given, nor for a cap of what costs nothing", async () => {
  const given = { source: "csv:shop.csv", queries: "ollama:m", judged: null };
  const { settings, shown } = await asked({ answers: ["mine"], given });
  expect(settings).toEqual({ experiment: "mine", source: "csv:shop.csv", queries: "ollama:m" });
  expect(shown.match(/\]: /gu)).toHaveLength(1);
});

it("ends when the input ends", async () => {
  await expect(asked({ answers: [""] })).rejects.toMatchObject({ name: "AbortError" });
});
