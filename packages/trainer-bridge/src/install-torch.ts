import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { installLock } from "./environment-build.ts";
import type { EnvironmentBuild, LockInstallation } from "./environment-build.ts";
import { findPrograms } from "./find-program.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import type { LockFile, TrainerLocks } from "./trainer-locks.ts";

/** Which build of torch is wanted; "auto" takes CUDA's where an NVIDIA driver is installed. */
export type TorchBuild = "auto" | "cpu" | "cuda";

/** Decides "auto" by the hardware. */
export async function chooseTorchBuild(
  wanted: TorchBuild,
  searchPath: string,
): Promise<"cpu" | "cuda"> {
  if (wanted !== "auto") return wanted;
  const driver = await access("/proc/driver/nvidia/version").then(
    () => true,
    () => false,
  );
  return driver || (await findPrograms("nvidia-smi", searchPath)).length > 0 ? "cuda" : "cpu";
}

/** What {@link installTorch} needs to know. */
export interface InstallTorchOptions {
  /** The lock files. */
  readonly locks: TrainerLocks;
  /** What the user asked for. */
  readonly wanted: TorchBuild;
  /** What it came to. */
  readonly chosen: "cpu" | "cuda";
  /** Package index for torch alone. */
  readonly indexUrl: string | undefined;
}

/**
 * Installs torch alone. The CPU build has a lock of its own and is tried first where no CUDA is wanted;
 * package sources without it give their default build, which on Linux needs NVIDIA's packages to load.
 */
export async function installTorch(
  build: EnvironmentBuild,
  options: InstallTorchOptions,
): Promise<void> {
  const { locks, indexUrl } = options;
  if (await installedCpuBuild(build, options)) return;
  await installLock(build, { ...torch(locks.torch), indexUrl });
  if (locks.torchCuda === undefined || !(await needsCudaPackages(build.sitePackages))) return;
  const { torchCuda: lock } = locks;
  await installLock(build, {
    stage: "install-torch",
    lock,
    what: `the ${lock.total} packages of CUDA`,
  });
}

async function installedCpuBuild(
  build: EnvironmentBuild,
  options: InstallTorchOptions,
): Promise<boolean> {
  const lock = options.locks.torchCpu;
  if (lock === undefined || options.chosen === "cuda") return false;
  try {
    await installLock(build, { ...torch(lock), indexUrl: options.indexUrl });
    return true;
  } catch (error) {
    const mayTryOther = error instanceof TrainerBridgeError && error.code === "INSTALL_FAILED";
    if (!mayTryOther || options.wanted === "cpu") throw error;
    const message =
      "No CPU build of torch in the configured package sources; taking their default build";
    build.onProgress({ stage: "install-torch", message });
    return false;
  }
}

function torch(lock: LockFile): LockInstallation {
  return { stage: "install-torch", lock, what: "torch" };
}

async function needsCudaPackages(sitePackages: string): Promise<boolean> {
  const folder = (await readdir(sitePackages)).find((name) =>
    /^torch-[^/]*\.dist-info$/u.test(name),
  );
  if (folder === undefined || process.platform !== "linux") return false;
  const metadata = await readFile(join(sitePackages, folder, "METADATA"), "utf8");
  return /^Requires-Dist: nvidia-/mu.test(metadata);
}
