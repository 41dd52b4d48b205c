import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";

/**
 * Takes the changesets of a copy of the repository into versions and changelogs, then its lock file,
 * as the release workflow does (`npm run version-packages`).
 *
 * @param root The repository, installed.
 * @param copy Its copy.
 * @throws {Error} When a changeset is broken, or the lock file does not fit the new versions.
 */
export async function versionPackages(root: string, copy: string): Promise<void> {
  const installed = join(copy, "node_modules");
  await symlink(join(root, "node_modules"), installed);
  await runProgram(join(root, "node_modules/.bin/changeset"), ["version"], { cwd: copy });
  await rm(installed);
  const npm = (...args: string[]) =>
    runProgram("npm", [...args, "--prefer-offline"], { cwd: copy });
  await npm("install", "--package-lock-only");
  await npm("ci", "--dry-run");
}
