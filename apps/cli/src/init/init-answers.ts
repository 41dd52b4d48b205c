import { namesServer, type Environment } from "../settings/read-environment.ts";
import type { WrittenSettings } from "../settings/settings.ts";

/** What `init` has to know; what is undefined is asked for, or left to the defaults. */
export interface InitAnswers {
  readonly experiment?: string | undefined;
  readonly source?: string | undefined;
  /** Table of the products, for a server. */
  readonly table?: string | undefined;
  readonly queries?: string | undefined;
  /** Folder with judged queries; null for none. */
  readonly judged?: string | null | undefined;
  /** US dollars; null for no cap. */
  readonly maxCostUsd?: number | null | undefined;
}

/** US dollars that a model which costs may cost unless told otherwise. */
export const carefulCostUsd = 2;

/** Where the products are unless told otherwise: the server that is named, else the sample. */
export function likelySource(environment: Environment): string {
  return namesServer(environment) ? "postgres" : "embedded";
}

/** Who writes the queries unless told otherwise; the sample has its own. */
export function likelyQueries(source: string): string | undefined {
  return source === "embedded" ? undefined : "anthropic";
}

/** Whether those who write the queries want money for it. */
export function costs(queries: string | undefined): boolean {
  return queries !== undefined && /^(anthropic|openai:)/u.test(queries);
}

/** Answers with the defaults for what was not said. */
export function completeAnswers(answers: InitAnswers, environment: Environment): InitAnswers {
  const source = answers.source ?? likelySource(environment);
  const queries = answers.queries ?? likelyQueries(source);
  const cap = answers.maxCostUsd === undefined && costs(queries) ? carefulCostUsd : undefined;
  return { ...answers, source, queries, maxCostUsd: answers.maxCostUsd ?? cap };
}

/** The answers in the form of the configuration file, without what is not said. */
export function settingsOfAnswers(answers: InitAnswers): WrittenSettings {
  const { experiment = "default", source, table, queries, judged, maxCostUsd } = answers;
  return {
    experiment,
    ...(source === undefined ? {} : { source }),
    ...(queries === undefined ? {} : { queries }),
    ...(judged === undefined || judged === null ? {} : { judged }),
    ...(table === undefined ? {} : { database: { table } }),
    ...(maxCostUsd === undefined || maxCostUsd === null ? {} : { generation: { maxCostUsd } }),
  };
}
