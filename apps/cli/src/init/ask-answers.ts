import { CliError } from "../cli-error.ts";
import { decimal } from "../commands/parse-number.ts";
import type { Environment } from "../settings/read-environment.ts";
import { settingsSchema } from "../settings/settings.ts";
import { parseQueriesSetting } from "../steps/parse-queries-setting.ts";
import { parseSource } from "../steps/parse-source.ts";
import {
  carefulCostUsd,
  costs,
  likelyQueries,
  likelySource,
  type InitAnswers,
} from "./init-answers.ts";
import type { Questions } from "./open-questions.ts";

const wording = {
  source: "Products: a .csv, .tsv, .json, .jsonl or .parquet file, docs:FOLDER, postgres, embedded",
  table: "Table of the products",
  queries: "Queries written by: anthropic, openai:MODEL, ollama:MODEL, recorded:FILE, rules",
  maxCost: "US dollars that this may cost at most, or none",
  judged: "Folder with queries judged by people (queries.jsonl, qrels.tsv), or none",
  experiment: "Name of the experiment",
} as const;

/** Whose answers count, and where relative paths start. */
export interface AskOptions {
  readonly questions: Questions;
  readonly environment: Environment;
  readonly folder: string;
}

/** Asks for what the flags did not say; an answer that cannot be used is asked for again. */
export async function askAnswers(given: InitAnswers, options: AskOptions): Promise<InitAnswers> {
  const { environment, folder } = options;
  const ask = (key: keyof typeof wording, fallback: string, check: (text: string) => void) =>
    askUntilUsable(options.questions, { text: wording[key], fallback, check });
  const source =
    given.source ??
    (await ask("source", likelySource(environment), (text) => parseSource(text, folder)));
  const table =
    given.table ??
    (source === "postgres" ? await ask("table", "ingested_records", any) : undefined);
  const likely = likelyQueries(source);
  const checkQueries = (text: string) => parseQueriesSetting(text, folder);
  const queries =
    given.queries ??
    (likely === undefined ? undefined : await ask("queries", likely, checkQueries));
  const maxCostUsd =
    given.maxCostUsd === undefined && costs(queries)
      ? amount(await ask("maxCost", String(carefulCostUsd), amount))
      : given.maxCostUsd;
  const judged =
    given.judged === undefined && source !== "embedded"
      ? unlessNone(await ask("judged", "none", any))
      : given.judged;
  const experiment = given.experiment ?? (await ask("experiment", "default", experimentName));
  return { source, table, queries, maxCostUsd, judged, experiment };
}

interface Question {
  readonly text: string;
  readonly fallback: string;
  /** Throws when the answer cannot be used. */
  readonly check: (answer: string) => void;
}

async function askUntilUsable(questions: Questions, question: Question): Promise<string> {
  for (;;) {
    const answer = await questions.ask(question.text, question.fallback);
    try {
      question.check(answer);
      return answer;
    } catch (error) {
      const { message, hint } = error as { message: string; hint?: string };
      questions.say(hint === undefined ? message : `${message} ${hint}`);
    }
  }
}

function any(): void {
  // Whether it is there is looked at afterwards.
}

function unlessNone(answer: string): string | null {
  return answer === "none" ? null : answer;
}

function amount(answer: string): number | null {
  const value = answer === "none" ? null : decimal(answer);
  if (value !== 0) return value;
  throw new CliError("INVALID_SETTINGS", "Expected more than 0, or none.");
}

function experimentName(answer: string): void {
  const parsed = settingsSchema.shape.experiment.safeParse(answer);
  if (parsed.success) return;
  throw new CliError(
    "INVALID_SETTINGS",
    `Expected ${parsed.error.issues[0]?.message ?? "a name"}, got ${JSON.stringify(answer)}.`,
  );
}
