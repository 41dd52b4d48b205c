import { cpus, totalmem } from "node:os";
import { resolve } from "node:path";
import { openExperiment, type Json } from "@searchfit/experiment-store";
import type { ChainContext } from "../chain/chain-context.ts";
import { openWorkbench } from "../models/open-workbench.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment, type Environment } from "../settings/read-environment.ts";
import { keptSettings } from "../settings/kept-settings.ts";
import { lastSettings, lastSettingsOfTrain } from "../settings/last-settings.ts";
import { requireOwnFiles } from "../settings/require-own-files.ts";
import { requireUsableShares } from "../settings/require-usable-shares.ts";
import {
  joinSettings,
  mergeSettings,
  requireSecrets,
  type UsedPart,
} from "../settings/resolve-settings.ts";
import type { Settings } from "../settings/settings.ts";
import { openTerminal } from "../terminal/terminal.ts";
import { programVersions } from "./program-versions.ts";
import { settingsOfFlags, type SettingFlags } from "./setting-flags.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** How a command opens its experiment. */
export interface WithExperimentOptions {
  /** What of the user's is read, so that its files and secrets must be there. */
  readonly uses: readonly UsedPart[];
  /** Whether everything is run, with the chosen catalogue. @default false */
  readonly wholeChain?: boolean;
}

/** Settings with what they were read from. */
export interface LoadedSettings {
  /** What was asked for. */
  readonly settings: Settings;
  /** Environment variables, `.env` included. */
  readonly environment: Environment;
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** What only the experiment's last run says, such as `training.epochs 1`. */
  readonly onlyKept: readonly string[];
}

/**
 * Reads flags, environment and configuration file; where they say nothing, the settings that the experiment
 * was last run with hold. Nothing is written.
 *
 * @throws {CliError} `INVALID_SETTINGS`; `MISSING_SECRET` and `FILE_MISSING` of the parts that are used.
 */
export async function loadSettings(
  flags: SettingFlags,
  options: WithExperimentOptions,
): Promise<LoadedSettings> {
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const file = await readConfigFile(folder, flags.config);
  const written = settingsOfFlags(flags);
  const last = options.wholeChain === true ? lastSettingsOfTrain : lastSettings;
  const kept = await last({ folder, flags: written, file, environment });
  const joined = mergeSettings(kept, file);
  const onlyKept = keptSettings(kept, mergeSettings(file, written));
  const settings = joinSettings(written, joined, environment);
  requireSecrets(settings, environment, options.uses);
  requireOwnFiles(settings, folder, options.uses);
  if (options.wholeChain === true) requireUsableShares(settings);
  return { settings, environment, folder, onlyKept };
}

/** Opens the experiment that flags, file and environment name, and closes it whatever happens. */
export async function withExperiment<Result>(
  flags: SettingFlags,
  options: WithExperimentOptions,
  work: (context: ChainContext) => Promise<Result>,
): Promise<Result> {
  const { settings, environment, folder, onlyKept } = await loadSettings(flags, options);
  const terminal = openTerminal({ json: flags.json === true });
  if (options.wholeChain === true && onlyKept.length > 0)
    terminal.note(`Going on with settings of the last run: ${onlyKept.join(", ")}`);
  const experiment = await openExperiment({
    folder: experimentFolder(settings, folder),
    config: settings as unknown as Json,
    seed: settings.seed,
    versions: programVersions(),
    hardware: hardwareOf(),
  });
  const { signal, dispose } = stopOnSignals();
  const workbench = openWorkbench({ settings, environment, terminal, signal });
  const forced = new Set(flags.force ?? []);
  try {
    return await work({
      experiment,
      settings,
      environment,
      terminal,
      workbench,
      signal,
      folder,
      configFile: flags.config,
      forced,
    });
  } finally {
    await workbench.close();
    experiment.close();
    dispose();
  }
}

/** Folder of the experiment that the settings name. */
export function experimentFolder(settings: Settings, folder: string): string {
  return resolve(folder, settings.experimentsFolder, settings.experiment);
}

function hardwareOf(): Json {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
  };
}
