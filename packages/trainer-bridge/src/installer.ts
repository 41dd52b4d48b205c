import { execa } from "execa";
import { findPrograms } from "./find-program.ts";

/** Which program installs packages. */
export type InstallerChoice = "auto" | "pip" | "uv";

/** How packages are installed into an environment. */
export interface Installer {
  /** "pip" or "uv". */
  readonly name: "pip" | "uv";
  /** The command that installs a lock file. */
  readonly command: (request: InstallRequest) => readonly string[];
}

/** What is installed, and where. */
export interface InstallRequest {
  /** The environment's interpreter. */
  readonly python: string;
  /** The lock file. */
  readonly lockFile: string;
  /** Package index to take instead of the configured one. */
  readonly indexUrl?: string | undefined;
}

/** pip, as it comes with Python. Its configuration files and `PIP_…` variables hold. */
export const pip: Installer = {
  name: "pip",
  command: ({ python, lockFile, indexUrl }) => [
    ...[python, "-m", "pip", "--no-input", "--disable-pip-version-check", "install"],
    ...["--no-deps", "--require-hashes", "--progress-bar", "off"],
    ...(indexUrl === undefined ? [] : ["--index-url", indexUrl]),
    ...["-r", lockFile],
  ],
};

/** The first uv on the search path, if there is one. */
export async function findUv(searchPath: string): Promise<string | undefined> {
  const [uv] = await findPrograms("uv", searchPath);
  return uv;
}

/**
 * uv, with pip's sources of packages: uv itself does not read pip's configuration, and would take
 * torch's CUDA build although a folder with the CPU build is configured.
 */
export function uvInstaller(uv: string, sources: readonly string[]): Installer {
  return {
    name: "uv",
    command: ({ python, lockFile, indexUrl }) => [
      ...[uv, "pip", "install", "--python", python, "--no-deps", "--require-hashes"],
      ...["--no-progress", "--compile-bytecode", "--index-strategy", "unsafe-best-match"],
      ...(indexUrl === undefined
        ? sources
        : [...withoutIndexUrl(sources), "--index-url", indexUrl]),
      ...["-r", lockFile],
    ],
  };
}

function withoutIndexUrl(sources: readonly string[]): readonly string[] {
  return sources.filter(
    (_, index) => sources[index] !== "--index-url" && sources[index - 1] !== "--index-url",
  );
}

/** What `pip config list` names as sources of packages, as arguments of uv. Empty without a pip. */
export async function readPipSources(
  python: string,
  variables: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const result = await execa(python, ["-m", "pip", "config", "list"], {
    env: variables,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
  });
  return result.exitCode === 0 ? parsePipSources(result.stdout) : [];
}

const repeatable: Readonly<Record<string, string>> = {
  "find-links": "--find-links",
  "extra-index-url": "--extra-index-url",
  "trusted-host": "--allow-insecure-host",
};

/** Reads `global.find-links='/wheels'` and the like; the environment's values (`:env:`) win. */
export function parsePipSources(listing: string): readonly string[] {
  const found = listing.split("\n").flatMap((line) => {
    const parts = /^(:env:|[a-z-]+)\.([a-z-]+)=(["'])(.*)\3$/u.exec(line.trim());
    return parts === null ? [] : [{ from: parts[1], key: parts[2] ?? "", value: parts[4] ?? "" }];
  });
  const lists = Object.entries(repeatable).flatMap(([key, flag]) => {
    const values = found
      .filter((entry) => entry.key === key)
      .flatMap(({ value }) => value.split(/(?:\\n|\s)+/u));
    return [...new Set(values)].filter((value) => value !== "").flatMap((value) => [flag, value]);
  });
  const indexes = found.filter(({ key }) => key === "index-url");
  const index = indexes.find(({ from }) => from === ":env:") ?? indexes.at(-1);
  return index === undefined ? lists : ["--index-url", index.value, ...lists];
}
