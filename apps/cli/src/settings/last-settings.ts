import { join, resolve } from "node:path";
import { readManifest } from "@searchfit/experiment-store";
import { CliError } from "../cli-error.ts";
import { namesServer, type Environment } from "./read-environment.ts";
import type { Settings, WrittenSettings } from "./settings.ts";

/** What is said besides the experiment's own settings. */
export interface SaidSettings {
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** What the command line says. */
  readonly flags: WrittenSettings;
  /** What the configuration file says. */
  readonly file: WrittenSettings;
  /** Variables; they may name a server. */
  readonly environment: Environment;
}

/**
 * The settings that the named experiment was last run with, to go on with where nothing else is said;
 * `{}` for a new one. Its queries and judgments are left out where its source was the sample catalogue
 * and another is named, or the other way round: they are of other products.
 *
 * @throws {ExperimentStoreError} `MANIFEST_INVALID`.
 */
export async function lastSettings(said: SaidSettings): Promise<WrittenSettings> {
  const { folder, flags, file } = said;
  const name = flags.experiment ?? file.experiment ?? "default";
  const place = resolve(folder, file.experimentsFolder ?? "experiments", name);
  const manifest = await readManifest(join(place, "manifest.json"));
  if (manifest === undefined) return {};
  // Where the folder lies now decides, not its name when it ran.
  const kept: WrittenSettings = { ...(manifest.config as unknown as Settings) };
  const { experiment: _, experimentsFolder: __, ...settings } = kept;
  const source = flags.source ?? file.source ?? settings.source;
  if (source === settings.source) return settings;
  const { columns: ___, html: ____, ...ofAnySource } = settings; // how the former file was read
  if ((source === "embedded") === (settings.source === "embedded")) return ofAnySource;
  const { queries: _____, judged: ______, ...others } = ofAnySource;
  return others;
}

/**
 * The same for `train`, which would run everything anew with another catalogue: where the experiment is of the
 * sample catalogue, a server is in the environment and nothing names a source, it asks which is meant.
 *
 * @throws {CliError} `INVALID_SETTINGS`.
 * @throws {ExperimentStoreError} `MANIFEST_INVALID`.
 */
export async function lastSettingsOfTrain(said: SaidSettings): Promise<WrittenSettings> {
  const settings = await lastSettings(said);
  const named = said.flags.source ?? said.file.source;
  if (named !== undefined || settings.source !== "embedded" || !namesServer(said.environment))
    return settings;
  throw new CliError(
    "INVALID_SETTINGS",
    "The experiment is of the sample catalogue, and the environment names a database.",
    {
      hint: "Say which is meant: --source embedded, --source postgres, or a new --experiment NAME.",
    },
  );
}
