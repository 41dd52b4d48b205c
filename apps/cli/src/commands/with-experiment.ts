import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { openExperiment, readManifest, type Json } from "@searchfit/experiment-store";
import type { ChainContext } from "../chain/chain-context.ts";
import { openWorkbench } from "../models/open-workbench.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment, type Environment } from "../settings/read-environment.ts";
import { joinSettings, mergeSettings, resolveSettings } from "../settings/resolve-settings.ts";
import type { Settings, WrittenSettings } from "../settings/settings.ts";
import { openTerminal } from "../terminal/terminal.ts";
import { programVersions } from "./program-versions.ts";
import { settingsOfFlags, type SettingFlags } from "./setting-flags.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** How a command opens its experiment. */
export interface WithExperimentOptions {
  /**
   * Whether to go on with the settings that the experiment was last run with, where flags and file
   * say nothing: what a single step wants.
   */
  readonly keepSettings: boolean;
  /** Whether a database or a provider may be asked, so that their secrets must be there. @default true */
  readonly needsSecrets?: boolean;
}

/** Settings with what they were read from. */
export interface LoadedSettings {
  /** What was asked for. */
  readonly settings: Settings;
  /** Environment variables, `.env` included. */
  readonly environment: Environment;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

/** Reads flags, environment and configuration file; nothing is written. */
export async function loadSettings(
  flags: SettingFlags,
  options: WithExperimentOptions,
): Promise<LoadedSettings> {
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const file = await readConfigFile(folder, flags.config);
  const written = settingsOfFlags(flags);
  const resolved = options.needsSecrets === false ? joinSettings : resolveSettings;
  const kept = options.keepSettings ? await lastSettings(folder, written, file) : {};
  return {
    settings: resolved(written, mergeSettings(kept, file), environment),
    environment,
    folder,
  };
}

/** Opens the experiment that flags, file and environment name, and closes it whatever happens. */
export async function withExperiment<Result>(
  flags: SettingFlags,
  options: WithExperimentOptions,
  work: (context: ChainContext) => Promise<Result>,
): Promise<Result> {
  const { settings, environment, folder } = await loadSettings(flags, options);
  const terminal = openTerminal({ json: flags.json === true });
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

async function lastSettings(
  folder: string,
  flags: WrittenSettings,
  file: WrittenSettings,
): Promise<WrittenSettings> {
  const name = flags.experiment ?? file.experiment ?? "default";
  const place = resolve(folder, file.experimentsFolder ?? "experiments", name);
  const manifest = await readManifest(join(place, "manifest.json"));
  return (manifest?.config as Settings | undefined) ?? {};
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
