import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** What to install for whom. */
export interface PythonToolsOptions {
  /** The repository root. */
  readonly root: string;
  /** The interpreter that will use them. */
  readonly python: string;
  /** The cache folder. */
  readonly cacheFolder: string;
}

/**
 * Installs pytest, ruff and mypy beside the trainer's environment, which stays as pinned.
 *
 * The folder's name contains the lock file's hash; it is made beside and renamed, so it is whole or
 * not there.
 *
 * @returns The folder to put on PYTHONPATH, or undefined when the installation failed.
 */
export async function installPythonTools(options: PythonToolsOptions): Promise<string | undefined> {
  const { root, python, cacheFolder } = options;
  const lock = join(root, "python/test-requirements.lock");
  const hash = createHash("sha256")
    .update(await readFile(lock))
    .digest("hex");
  const folder = join(cacheFolder, `pytest-${hash.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const made = `${folder}.building-${process.pid}`;
  const rules = ["--no-deps", "--require-hashes", "--target", made, "-r", lock];
  const pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--quiet"];
  await mkdir(cacheFolder, { recursive: true });
  try {
    const { exitCode } = await runCommand({
      line: [python, ...pip, ...rules],
      root,
      timeoutMinutes: 30,
    });
    if (exitCode !== 0) return undefined;
    await rename(made, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
