import {
  ensurePythonEnvironment,
  type EnvironmentProgress,
  type PythonEnvironment,
} from "@searchfit/trainer-bridge";
import type { Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";
import { failed, missing, ok, unused, type Check } from "./check.ts";

/** Where Python is looked for. */
export interface CheckPythonOptions {
  /** They may name an interpreter. */
  readonly settings: Pick<Settings, "python">;
  /** Variables, with the search path. */
  readonly environment: Environment;
  /** Folder of what can be made again. */
  readonly cache: string;
}

/** Looks for Python and the trainer's environment; nothing is installed. */
export async function checkPython(options: CheckPythonOptions): Promise<readonly Check[]> {
  try {
    return found(await lookForEnvironment(options), options);
  } catch (error) {
    if (error instanceof WouldBuild) return [error.python, error.environment];
    const later = unused("python environment", "needs Python first");
    if ((error as { code?: unknown }).code === "ENVIRONMENT_FOLDER_NOT_WRITABLE") {
      return [unused("python", "not looked for: the cache folder cannot be written to"), later];
    }
    return [failed("python", error), later];
  }
}

function found(environment: PythonEnvironment, { settings }: CheckPythonOptions): readonly Check[] {
  const given = settings.python === null ? "" : " (given)";
  return [
    ok("python", `Python ${environment.version}${given}`),
    ok("python environment", environment.folder),
  ];
}

/** Thrown where the environment would begin to be built: what is known by then. */
class WouldBuild extends Error {
  readonly python: Check;
  readonly environment: Check;

  constructor(python: Check, environment: Check) {
    super("The environment is not built.");
    this.python = python;
    this.environment = environment;
  }
}

const buildsItself = "Nothing to do: the first training builds it (2 GB, a few minutes).";

/**
 * Goes the way that `train` goes, and stops it before anything is installed: an error in the progress
 * callback ends the building.
 */
async function lookForEnvironment(options: CheckPythonOptions): Promise<PythonEnvironment> {
  const { settings, environment, cache } = options;
  let broken: string | undefined;
  const stop = ({ stage, message }: EnvironmentProgress) => {
    if (stage === "wait") throw new WouldBuild(ok("python", "in use"), building(message));
    if (stage === "create" && message.startsWith("Rebuilding")) broken = message;
    const at = /^Found (Python .*)$/u.exec(message)?.[1];
    if (stage !== "find-python" || at === undefined) return;
    throw new WouldBuild(ok("python", at), notBuilt(broken));
  };
  return ensurePythonEnvironment({
    cacheFolder: cache,
    environment,
    ...(settings.python === null ? {} : { python: settings.python }),
    onProgress: stop,
  });
}

function notBuilt(broken: string | undefined): Check {
  const detail = broken ?? "not built yet";
  return missing("python environment", { detail, fix: buildsItself, needed: false });
}

function building(message: string): Check {
  return missing("python environment", { detail: message, fix: "Wait for it.", needed: false });
}
