import { join } from "node:path";
import { CliError } from "../cli-error.ts";
import { mistakesOf } from "./read-config-file.ts";
import { namesServer, type Environment } from "./read-environment.ts";
import { sampleDataFolder } from "./sample-data-folder.ts";
import { settingsSchema, type Settings, type WrittenSettings } from "./settings.ts";

/** What of the user's a command reads: the catalogue, who writes the queries, the judged queries. */
export type UsedPart = "source" | "queries" | "judged";

/** All of it: what `train` reads. */
export const usedParts: readonly UsedPart[] = ["source", "queries", "judged"];

/**
 * The settings of {@link joinSettings}, with the secrets there that their source and queries need.
 *
 * @throws {CliError} What {@link joinSettings} throws, and `MISSING_SECRET` for a variable that is not set.
 */
export function resolveSettings(
  flags: WrittenSettings,
  file: WrittenSettings,
  environment: Environment,
): Settings {
  const settings = joinSettings(flags, file, environment);
  requireSecrets(settings, environment, usedParts);
  return settings;
}

/** @throws {CliError} `MISSING_SECRET` for a variable that the parts that are read need and that is not set. */
export function requireSecrets(
  settings: Settings,
  environment: Environment,
  used: readonly UsedPart[],
): void {
  if (used.includes("queries")) requireKey(settings, environment);
  if (used.includes("source") && settings.source === "postgres") requireDatabase(environment);
}

/**
 * Joins the layers of settings, the first winning: flags, environment, file, defaults. Enough for work
 * that neither reads a database nor asks a provider.
 *
 * @param flags What the command line says.
 * @param file What the configuration file says.
 * @param environment Variables; they choose the source and name the Python interpreter.
 * @throws {CliError} `INVALID_SETTINGS` with every mistake.
 */
export function joinSettings(
  flags: WrittenSettings,
  file: WrittenSettings,
  environment: Environment,
): Settings {
  const parsed = settingsSchema.safeParse(
    mergeSettings(mergeSettings(file, fromEnvironment(environment)), flags),
  );
  if (!parsed.success) throw mistakesOf("The command line", parsed.error);
  const source = parsed.data.source ?? (namesServer(environment) ? "postgres" : "embedded");
  const sample = source === "embedded";
  const queries = parsed.data.queries ?? (sample ? sampleQueries() : "anthropic");
  const given = parsed.data.judged;
  const judged = given === undefined && sample ? sampleJudged() : (given ?? null);
  return { ...parsed.data, source, queries, judged };
}

/** Who writes the queries of the sample catalogue when nothing else is said. */
export function sampleQueries(): string {
  return `recorded:${join(sampleDataFolder(), "recorded-queries.jsonl")}`;
}

/** Judged queries of the sample catalogue when nothing else is said. */
export function sampleJudged(): string {
  return join(sampleDataFolder(), "judged");
}

function requireKey(settings: Settings, environment: Environment): void {
  const { paraphrases, paraphraser } = settings.generation;
  const writers = [settings.queries, paraphrases === 0 ? null : paraphraser];
  const asksClaude = writers.some((writer) => writer?.startsWith("anthropic"));
  if (asksClaude && environment.ANTHROPIC_API_KEY === undefined) {
    throw new CliError("MISSING_SECRET", "No queries to train on: ANTHROPIC_API_KEY is not set.", {
      hint: "Set it (export ANTHROPIC_API_KEY=…, or a line in .env), or name other queries: --queries recorded:FILE, ollama:MODEL, or rules for a first look that needs no model.",
    });
  }
}

/** @throws {CliError} `MISSING_SECRET` unless the environment says how to reach the database. */
export function requireDatabase(environment: Environment): void {
  if (environment.DATABASE_URL !== undefined) return;
  if (environment.DB_HOST === undefined) {
    throw new CliError("MISSING_SECRET", "Neither DATABASE_URL nor DB_HOST is set.", {
      hint: "Set DATABASE_URL=postgresql://user:password@host:5432/database, or DB_HOST, DB_NAME, DB_USERNAME and DB_PASSWORD.",
    });
  }
  if (environment.DB_PASSWORD === undefined) {
    throw new CliError("MISSING_SECRET", "DB_PASSWORD is not set, though DB_HOST is.", {
      hint: "Set it: export DB_PASSWORD=…, or a line DB_PASSWORD=… in .env.",
    });
  }
}

function fromEnvironment(environment: Environment): WrittenSettings {
  const python = environment.SEARCHFIT_PYTHON;
  return python === undefined ? {} : { python };
}

/** Deep merge of plain objects; the second wins, `undefined` never does. */
export function mergeSettings(first: WrittenSettings, second: WrittenSettings): WrittenSettings {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const below = merged[key];
    if (isPlain(below) && isPlain(value)) merged[key] = mergeSettings(below, value);
    else if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function isPlain(value: unknown): value is WrittenSettings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
