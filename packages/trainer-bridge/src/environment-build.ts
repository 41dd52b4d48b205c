import { join } from "node:path";
import { runGuarded } from "./guarded-command.ts";
import { installFailure } from "./install-failure.ts";
import { watchInstall } from "./install-progress.ts";
import type { Installer } from "./installer.ts";
import type { ProbedPython } from "./probe-python.ts";
import type { EnvironmentProgress, EnvironmentStage } from "./python-environment.ts";
import type { LockFile } from "./trainer-locks.ts";

/** An environment that is being built. */
export interface EnvironmentBuild {
  /** Its folder. */
  readonly folder: string;
  /** Where its packages go. */
  readonly sitePackages: string;
  /** The Python that it is made from. */
  readonly base: ProbedPython;
  /** What installs. */
  readonly installer: Installer;
  /** Environment variables of the commands. */
  readonly variables: Readonly<Record<string, string>>;
  /** Called with progress. */
  readonly onProgress: (progress: EnvironmentProgress) => void;
  /** Stops the building. */
  readonly signal: AbortSignal | undefined;
}

/** Path of an environment's interpreter. */
export function interpreterOf(folder: string): string {
  return join(folder, "bin", "python");
}

/** One command of a building. */
export interface BuildCommand {
  /** What it does, for an error: "create …", "install …". */
  readonly action: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Called with each line of its output. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Runs a command of a building; a failure becomes `INSTALL_FAILED` or `DISK_FULL`. */
export async function runBuildCommand(build: EnvironmentBuild, step: BuildCommand): Promise<void> {
  const { variables, signal, folder, base } = build;
  const { command, onLine, action } = step;
  const end = await runGuarded({ guard: base.path, command, variables, onLine, signal });
  if (!end.ok) throw installFailure({ action, folder, tail: end.tail });
}

/** The installation of a lock file. */
export interface LockInstallation {
  /** Told with the progress. */
  readonly stage: EnvironmentStage;
  /** What is installed. */
  readonly lock: LockFile;
  /** Its name for the user, such as "torch". */
  readonly what: string;
  /** Package index to take instead of the configured one. */
  readonly indexUrl?: string | undefined;
}

/** Installs a lock file, with progress. */
export async function installLock(build: EnvironmentBuild, what: LockInstallation): Promise<void> {
  const { onProgress, sitePackages, installer } = build;
  const { stage, indexUrl } = what;
  const { total, path: lockFile } = what.lock;
  onProgress({ stage, message: `Installing ${what.what} with ${installer.name}`, done: 0, total });
  const progress = await watchInstall({ stage, total, sitePackages, onProgress });
  const command = installer.command({ python: interpreterOf(build.folder), lockFile, indexUrl });
  try {
    await runBuildCommand(build, {
      action: `install ${what.what}`,
      command,
      onLine: progress.onLine,
    });
  } finally {
    progress.stop();
  }
  onProgress({ stage, message: `Installed ${what.what}`, done: total, total });
}
