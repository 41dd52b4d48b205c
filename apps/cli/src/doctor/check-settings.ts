import { CliError } from "../cli-error.ts";
import { resolveSettings } from "../settings/resolve-settings.ts";
import type { Environment } from "../settings/read-environment.ts";
import type { Settings, WrittenSettings } from "../settings/settings.ts";
import { failed, missing, ok, type Check } from "./check.ts";

/** What the settings are read from. */
export interface SettingsSources {
  /** What the command line says. */
  readonly flags: WrittenSettings;
  /** What the configuration file says; an error when it cannot be read. */
  readonly file: WrittenSettings | Error;
  /** Variables. */
  readonly environment: Environment;
}

/** Settings to check the rest by, whatever is missing, and whether they are whole. */
export function checkSettings(sources: SettingsSources): { settings: Settings; check: Check } {
  const { flags, environment } = sources;
  const file = sources.file instanceof Error ? {} : sources.file;
  try {
    if (sources.file instanceof Error) throw sources.file;
    const settings = resolveSettings(flags, file, environment);
    const detail = `source ${settings.source}, queries ${shorten(settings.queries)}`;
    return { settings, check: ok("settings", detail) };
  } catch (error) {
    const settings = withoutSecrets(flags, file, environment);
    // Secrets have rows of their own, which say it better.
    if (error instanceof CliError && error.code === "MISSING_SECRET") {
      const detail = `source ${settings.source}, queries ${shorten(settings.queries)}`;
      return { settings, check: ok("settings", detail) };
    }
    if (error instanceof SyntaxError) {
      const fix = "Correct the configuration file.";
      return { settings, check: missing("settings", { detail: error.message, fix }) };
    }
    return { settings, check: failed("settings", error) };
  }
}

/** The same settings with every secret taken to be there, or the defaults when they are mistaken. */
function withoutSecrets(
  flags: WrittenSettings,
  file: WrittenSettings,
  environment: Environment,
): Settings {
  const secrets = { ANTHROPIC_API_KEY: "set", DB_PASSWORD: "set" };
  const server = environment.DATABASE_URL ?? environment.DB_HOST;
  const wanted = flags.source ?? file.source;
  const host = wanted === "postgres" && server === undefined ? { DB_HOST: "set" } : {};
  const all = { ...environment, ...secrets, ...host };
  try {
    return resolveSettings(flags, file, all);
  } catch {
    return resolveSettings({}, {}, all);
  }
}

/** A path's end says enough for a line. */
function shorten(setting: string): string {
  return setting.length > 40 ? `…${setting.slice(-39)}` : setting;
}
