import { readdir } from "node:fs/promises";
import type { EnvironmentProgress, EnvironmentStage } from "./python-environment.ts";

/** Turns an installer's output and what appears on the disk into progress. */
export interface InstallProgress {
  /** Takes a line of the installer's output. */
  readonly onLine: (line: string) => void;
  /** Ends it. */
  readonly stop: () => void;
}

/** What a progress of an installation needs. */
export interface InstallProgressOptions {
  /** The stage that is told. */
  readonly stage: EnvironmentStage;
  /** Packages in all. */
  readonly total: number;
  /** Where installed packages appear. */
  readonly sitePackages: string;
  /** Called with progress. */
  readonly onProgress: (progress: EnvironmentProgress) => void;
}

const everyMs = 1000;

/**
 * pip names packages while it fetches them ("Collecting …") and is silent while it installs them, for
 * up to a minute; then the packages' own folders (`*.dist-info`) are counted.
 */
export async function watchInstall(options: InstallProgressOptions): Promise<InstallProgress> {
  const { stage, total, onProgress } = options;
  const before = new Set(await installedPackages(options.sitePackages));
  let fetched = 0;
  let installed = 0;
  const tell = (message: string): void => {
    const done = Math.min(total, Math.floor((Math.max(fetched, installed) + installed) / 2));
    onProgress({ stage, message, done, total });
  };
  const interval = setInterval(() => {
    void installedPackages(options.sitePackages).then((names) => {
      const now = names.filter((name) => !before.has(name)).length;
      if (now === installed) return;
      installed = now;
      tell(`Unpacked ${Math.min(now, total)} of ${total} packages`);
    });
  }, everyMs);
  return {
    onLine: (line) => {
      const fetching =
        /^(?:Collecting|Processing|Requirement already satisfied:) (\S+?)(?:==(\S+))?(?:\s|$)/u.exec(
          line,
        );
      if (fetching !== null) fetched = Math.min(total, fetched + 1);
      const name = [fetching?.[1]?.split("/").at(-1), fetching?.[2]]
        .filter((part) => part !== undefined)
        .join(" ");
      const message =
        fetching === null ? notable(line) : `Fetching ${name} (${fetched} of ${total})`;
      if (message !== undefined) tell(message);
    },
    stop: () => clearInterval(interval),
  };
}

function notable(line: string): string | undefined {
  if (/^\s*Downloading .* [kMG]B\)/u.test(line)) {
    return `Downloading ${
      line
        .trim()
        .split("/")
        .at(-1)
        ?.replace(/^Downloading /u, "") ?? ""
    }`;
  }
  if (line.startsWith("Installing collected packages")) return "Installing the fetched packages";
  return /^(?:Resolved|Prepared|Installed) \d+ packages?/u.test(line) ? line : undefined;
}

async function installedPackages(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".dist-info"));
}
