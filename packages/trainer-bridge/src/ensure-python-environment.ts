import { join, resolve } from "node:path";
import { adoptPython } from "./adopt-python.ts";
import { buildEnvironment } from "./build-environment.ts";
import { withCacheLock } from "./cache-lock.ts";
import { checkPackages } from "./check-packages.ts";
import { childEnvironment } from "./child-environment.ts";
import type { EnvironmentVariables } from "./child-environment.ts";
import { interpreterOf } from "./environment-build.ts";
import { diskFull } from "./install-failure.ts";
import { chooseTorchBuild } from "./install-torch.ts";
import type { TorchBuild } from "./install-torch.ts";
import type { InstallerChoice } from "./installer.ts";
import type { EnvironmentProgress, PythonEnvironment } from "./python-environment.ts";
import { readReadyMarker } from "./ready-marker.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import { findTrainerFolder } from "./trainer-folder.ts";
import { readTrainerLocks } from "./trainer-locks.ts";
import type { TrainerLocks } from "./trainer-locks.ts";
import { isDiskFull, isNotWritable } from "./translate-system-error.ts";

/** Options of {@link ensurePythonEnvironment}. */
export interface EnsurePythonEnvironmentOptions {
  /** Where environments are kept, one folder for each lock: `<cacheFolder>/python-<hash>`. */
  readonly cacheFolder: string;
  /** An interpreter that has the packages already; nothing is installed into it. */
  readonly python?: string | undefined;
  /**
   * The folder with `searchfit_trainer` and its locks.
   *
   * @default the one that comes with this package
   */
  readonly trainerFolder?: string | undefined;
  /**
   * Environment variables; `process.env` as a whole may be given. Python gets the search path, the
   * language, proxies, certificates, and the settings of pip, uv, the hub and the numeric libraries.
   *
   * @default only a search path: "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"
   */
  readonly environment?: EnvironmentVariables | undefined;
  /**
   * Which program installs; "auto" takes uv where it is on the search path.
   *
   * @default "auto"
   */
  readonly installer?: InstallerChoice | undefined;
  /**
   * Which build of torch; "auto" takes CUDA's where an NVIDIA driver is installed, else the CPU's where
   * the package sources have it, else what they have.
   *
   * @default "auto"
   */
  readonly torchBuild?: TorchBuild | undefined;
  /** Package index for torch alone, such as PyTorch's own with builds for the CPU. */
  readonly torchIndexUrl?: string | undefined;
  /** Called with progress. */
  readonly onProgress?: ((progress: EnvironmentProgress) => void) | undefined;
  /** Stops the building. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Python environment that the trainer needs, built at first use (2 minutes, 1.8 GB) and reused after.
 *
 * It is built in its final folder (environments cannot be moved) under a lock, and a marker file is
 * written last: a folder without it, or one whose interpreter or packages are gone, is built anew. A
 * second process waits for the first. When this process is killed, so is the installer.
 *
 * @throws {TrainerBridgeError} `PYTHON_NOT_FOUND`, `PYTHON_MISMATCH` (a given interpreter without the
 *   packages, all problems at once), `ENVIRONMENT_FOLDER_NOT_WRITABLE`, `DISK_FULL`, `INSTALL_FAILED`,
 *   `TRAINER_FOLDER_INCOMPLETE`.
 * @throws The signal's reason when it was aborted.
 * @example
 * const environment = await ensurePythonEnvironment({
 *   cacheFolder,
 *   environment: process.env,
 *   onProgress: ({ stage, message }) => show(stage, message),
 * });
 */
export async function ensurePythonEnvironment(
  options: EnsurePythonEnvironmentOptions,
): Promise<PythonEnvironment> {
  options.signal?.throwIfAborted();
  const trainerFolder = await findTrainerFolder(options.trainerFolder);
  const locks = await readTrainerLocks(trainerFolder);
  const variables = childEnvironment(options.environment ?? {});
  if (options.python !== undefined) {
    return await adoptPython({
      python: options.python,
      locks,
      variables,
      trainerFolder,
      signal: options.signal,
    });
  }
  const torchBuild = await chooseTorchBuild(options.torchBuild ?? "auto", variables.PATH ?? "");
  const name = `python-${locks.hash.slice(0, 12)}${torchBuild === "cuda" ? "-cuda" : ""}`;
  const folder = join(resolve(options.cacheFolder), name);
  const request: Request = { options, folder, locks, variables, trainerFolder, torchBuild };
  const found = await inspect(request);
  const environment = typeof found === "string" ? await build(request) : found;
  tell(request, { stage: "ready", message: `Python ${environment.version} is ready in ${folder}` });
  return environment;
}

interface Request {
  readonly options: EnsurePythonEnvironmentOptions;
  readonly folder: string;
  readonly locks: TrainerLocks;
  readonly variables: Readonly<Record<string, string>>;
  readonly trainerFolder: string;
  readonly torchBuild: "cpu" | "cuda";
}

function tell({ options }: Request, progress: EnvironmentProgress): void {
  options.onProgress?.(progress);
}

/** The environment if it is whole, else why not; an empty text when there is nothing to tell. */
async function inspect(request: Request): Promise<PythonEnvironment | string> {
  const { folder, locks, variables, trainerFolder } = request;
  const marker = await readReadyMarker(folder);
  if (marker?.lockHash !== locks.hash) return "";
  const python = interpreterOf(folder);
  const check = await checkPackages({ python, locks, variables, signal: request.options.signal });
  const [problem] = check.problems;
  if (problem !== undefined || check.version === undefined) return problem ?? "it does not run";
  return { python, folder, lockHash: locks.hash, version: check.version, trainerFolder, variables };
}

async function build(request: Request): Promise<PythonEnvironment> {
  const { folder, options } = request;
  const onWait = (holder: number | undefined): void => {
    const who = holder === undefined ? "Another process" : `Process ${holder}`;
    tell(request, {
      stage: "wait",
      message: `${who} is building the Python environment; waiting for it`,
    });
  };
  try {
    return await withCacheLock({ path: folder, onWait, signal: options.signal }, () =>
      buildLocked(request),
    );
  } catch (error) {
    throw translate(error, folder);
  }
}

async function buildLocked(request: Request): Promise<PythonEnvironment> {
  const { folder, locks, variables, options } = request;
  const before = await inspect(request); // another process may have built it meanwhile
  if (typeof before !== "string") return before;
  if (before !== "")
    tell(request, { stage: "create", message: `Rebuilding the Python environment: ${before}` });
  await buildEnvironment({
    folder,
    torch: {
      locks,
      wanted: options.torchBuild ?? "auto",
      chosen: request.torchBuild,
      indexUrl: options.torchIndexUrl,
    },
    variables,
    installer: options.installer ?? "auto",
    onProgress: (progress) => tell(request, progress),
    signal: options.signal,
  });
  const after = await inspect(request);
  if (typeof after !== "string") return after;
  throw new TrainerBridgeError({
    code: "INSTALL_FAILED",
    message: `Expected all locked packages in ${folder} after installing, but ${after}.`,
    hint: "Run it again; if it stays so, remove the folder.",
    details: { folder },
  });
}

function translate(error: unknown, folder: string): unknown {
  if (error instanceof TrainerBridgeError) return error;
  if (isDiskFull(error)) return diskFull(folder, { cause: error });
  if (!isNotWritable(error)) return error;
  return new TrainerBridgeError({
    code: "ENVIRONMENT_FOLDER_NOT_WRITABLE",
    message: `Expected to build the Python environment in ${folder}, but nothing can be written there: ${String(error)}.`,
    hint: "Make the cache folder writable, or give another one.",
    details: { folder },
    cause: error,
  });
}
