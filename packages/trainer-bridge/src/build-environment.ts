import { mkdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { installLock, interpreterOf, runBuildCommand } from "./environment-build.ts";
import type { EnvironmentBuild } from "./environment-build.ts";
import { findPython } from "./find-python.ts";
import { diskFull, environmentBytes } from "./install-failure.ts";
import { installTorch } from "./install-torch.ts";
import type { InstallTorchOptions } from "./install-torch.ts";
import { findUv, pip, readPipSources, uvInstaller } from "./installer.ts";
import type { Installer, InstallerChoice } from "./installer.ts";
import type { ProbedPython } from "./probe-python.ts";
import type { EnvironmentProgress } from "./python-environment.ts";
import { writeReadyMarker } from "./ready-marker.ts";

/** What is built, where, and how. */
export interface BuildEnvironmentOptions {
  /** Where the environment goes; removed first when something is there. */
  readonly folder: string;
  /** What goes in. */
  readonly torch: InstallTorchOptions;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Which program installs. */
  readonly installer: InstallerChoice;
  /** Called with progress. */
  readonly onProgress: (progress: EnvironmentProgress) => void;
  /** Stops the building. */
  readonly signal: AbortSignal | undefined;
}

/** Builds the environment in its place; its marker comes last. The caller holds the lock. */
export async function buildEnvironment(options: BuildEnvironmentOptions): Promise<void> {
  const { onProgress, variables, folder, signal } = options;
  const { locks } = options.torch;
  onProgress({ stage: "find-python", message: "Looking for Python" });
  const uv = options.installer === "pip" ? undefined : await findUv(variables.PATH ?? "");
  const base = await findPython({
    range: locks.pythons,
    variables,
    needsPip: uv === undefined,
    signal,
  });
  onProgress({ stage: "find-python", message: `Found Python ${base.version} at ${base.path}` });
  const installer =
    uv === undefined ? pip : uvInstaller(uv, await readPipSources(base.path, variables));
  const build = await createEnvironment(options, base, installer);
  await installTorch(build, options.torch);
  const { requirements: lock } = locks;
  await installLock(build, { stage: "install-packages", lock, what: `${lock.total} packages` });
  await importPackages(build);
  await rm(temporaryFolder(folder), { recursive: true, force: true });
  await writeReadyMarker(folder, {
    lockHash: locks.hash,
    python: base.version,
    installer: installer.name,
  });
}

/** Temporary files lie inside, so that a building that is killed leaves none elsewhere. */
function temporaryFolder(folder: string): string {
  return join(folder, ".tmp");
}

async function createEnvironment(
  options: BuildEnvironmentOptions,
  base: ProbedPython,
  installer: Installer,
): Promise<EnvironmentBuild> {
  const { folder, onProgress, signal } = options;
  onProgress({ stage: "create", message: `Creating the Python environment in ${folder}` });
  await rm(folder, { recursive: true, force: true });
  await mkdir(temporaryFolder(folder), { recursive: true });
  await expectSpace(folder);
  const variables = { ...options.variables, TMPDIR: temporaryFolder(folder) };
  const minor = base.version.split(".").slice(0, 2).join(".");
  const sitePackages = join(folder, "lib", `python${minor}`, "site-packages");
  const build = { folder, sitePackages, base, installer, variables, onProgress, signal };
  const withoutPip = installer.name === "uv" ? ["--without-pip"] : [];
  const command = [base.path, "-m", "venv", ...withoutPip, folder];
  await runBuildCommand(build, { action: "create a Python environment", command });
  return build;
}

async function expectSpace(folder: string): Promise<void> {
  const { bavail, bsize, blocks } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (blocks > 0 && freeBytes < environmentBytes) throw diskFull(folder, { freeBytes });
}

/** Loads the big ones once: a missing system library or an old processor shows here, not in the first training. */
async function importPackages(build: EnvironmentBuild): Promise<void> {
  build.onProgress({ stage: "check", message: "Loading torch and sentence-transformers once" });
  const command = [
    ...[interpreterOf(build.folder), "-I", "-c"],
    "import torch, onnxruntime, sentence_transformers",
  ];
  const variables = { ...build.variables, HF_HUB_OFFLINE: "1" };
  await runBuildCommand(
    { ...build, variables },
    { action: "load the installed packages", command },
  );
}
