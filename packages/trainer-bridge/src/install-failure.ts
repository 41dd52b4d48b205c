import { TrainerBridgeError } from "./trainer-bridge-error.ts";

/** Space that an environment takes, with torch's CPU build. */
export const environmentBytes = 2 * 10 ** 9;

/** A command of the making of an environment that failed. */
export interface InstallFailure {
  /** What was being done, such as "install torch". */
  readonly action: string;
  /** The environment's folder. */
  readonly folder: string;
  /** Last lines of the output. */
  readonly tail: readonly string[];
}

const fullDisk = /No space left on device|Disk quota exceeded|os error 28\b|Errno 28\b|ENOSPC/iu;

const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /do not match the hashes|hash mismatch/iu,
    "A package is not the one that was locked: check the package index or mirror that pip is configured with.",
  ],
  [
    /Temporary failure in name resolution|Name or service not known|Connection (?:refused|reset|timed out)|Max retries exceeded|ProxyError|CERTIFICATE_VERIFY_FAILED|NewConnectionError|dns error|error sending request|timed out/iu,
    "The package index was not reached: check the network, proxy and certificates (pip's configuration and HTTPS_PROXY, PIP_INDEX_URL, PIP_CERT hold), then run it again.",
  ],
  [
    /No matching distribution|Could not find a version|no wheels? with a matching|requirements are unsatisfiable/iu,
    "A package has no build for this platform and Python: use Linux x64/arm64 or macOS with Python 3.11, or a package index that has all packages.",
  ],
  [
    /No module named ensurepip|ensurepip is not available/iu,
    'Install the venv module ("apt install python3-venv" on Debian and Ubuntu).',
  ],
];

/** The error of a failed installation: a full disk by its name, else with the output's tail. */
export function installFailure(failure: InstallFailure): TrainerBridgeError {
  const output = failure.tail.join("\n");
  if (fullDisk.test(output)) return diskFull(failure.folder, { output: failure.tail });
  const telling =
    failure.tail.findLast((line) => /error/iu.test(line)) ?? failure.tail.at(-1) ?? "no output";
  return new TrainerBridgeError({
    code: "INSTALL_FAILED",
    message: `Expected to ${failure.action} in ${failure.folder}, but that failed: ${telling.trim().slice(0, 300)}`,
    hint:
      hints.find(([pattern]) => pattern.test(output))?.[1] ??
      "The last lines of the output are in the details. What was fetched is kept in pip's cache: run it again.",
    details: { folder: failure.folder, output: failure.tail },
  });
}

/** What is known about a full disk. */
export interface FullDisk {
  /** Last lines of an output that said so. */
  readonly output?: readonly string[] | undefined;
  /** What the file system says is free. */
  readonly freeBytes?: number | undefined;
  /** The error underneath. */
  readonly cause?: unknown;
}

/** The error of a disk without space for an environment. */
export function diskFull(
  folder: string,
  { output, freeBytes, cause }: FullDisk,
): TrainerBridgeError {
  const came =
    freeBytes === undefined
      ? "the disk is full"
      : `only ${Math.floor(freeBytes / 1e6)} MB are free`;
  return new TrainerBridgeError({
    code: "DISK_FULL",
    message: `Expected about 2 GB of free space for the Python environment in ${folder}, but ${came}.`,
    hint: "Free about 2 GB (7 GB with CUDA), or give a cache folder on another disk; then run it again.",
    details: { folder, neededBytes: environmentBytes, freeBytes, output },
    cause,
  });
}
