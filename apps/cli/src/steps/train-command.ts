import { namedColumns } from "../settings/file-columns.ts";
import { sampleJudged, sampleQueries } from "../settings/resolve-settings.ts";
import { settingsSchema, type Settings } from "../settings/settings.ts";

/** What a `train` is repeated with. */
export interface RepeatedTraining {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Its settings. */
  readonly settings: Settings;
  /** Configuration file that was named, if any. */
  readonly configFile?: string | undefined;
}

/**
 * The command line that runs an experiment again: where its data come from, what decides the figures and has a
 * flag of its own, and the configuration file that was named. Words are quoted for a POSIX shell.
 *
 * @example
 * trainCommand({ experiment: "shop", settings, configFile: undefined });
 * // "npx searchfit train --experiment shop --source csv:shop.csv --queries rules"
 */
export function trainCommand({ experiment, settings, configFile }: RepeatedTraining): string {
  const { source, queries, html, baseModel, seed } = settings;
  const sample = source === "embedded";
  const columns = columnsText(settings);
  const defaults = settingsSchema.parse({});
  const flags = [
    ...flag("experiment", experiment),
    ...flag("source", source),
    ...(columns === "" ? [] : flag("columns", columns)),
    ...(html === "text" ? flag("html", html) : []),
    ...(sample && queries === sampleQueries() ? [] : flag("queries", queries)),
    ...judgedFlag(settings),
    ...(baseModel === defaults.baseModel ? [] : flag("base-model", baseModel)),
    ...(seed === defaults.seed ? [] : flag("seed", String(seed))),
    ...(configFile === undefined ? [] : flag("config", configFile)),
  ];
  return ["npx", "searchfit", "train", ...flags.map(quoted)].join(" ");
}

/** As `--columns` takes it; an experiment of an earlier version has none. */
function columnsText({ columns }: Partial<Settings>): string {
  const named = Object.entries(namedColumns(columns ?? null));
  return named.map(([field, column]) => `${field}=${column}`).join(",");
}

function judgedFlag({ source, judged }: Settings): string[] {
  const byDefault = source === "embedded" ? sampleJudged() : null;
  if (judged === byDefault) return [];
  return judged === null ? ["--no-judged"] : flag("judged", judged);
}

function flag(name: string, value: string): string[] {
  return [`--${name}`, value];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
