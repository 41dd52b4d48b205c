import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import type { Tarball } from "./pack-packages.ts";

/** What is installed, from where, and where to. */
export interface InstallTarballsOptions {
  /** The repository: its lock file says which versions of other packages are taken. */
  readonly root: string;
  /** Folder of the tarballs. */
  readonly tarballsFolder: string;
  /** The tarballs. */
  readonly tarballs: readonly Tarball[];
  /** A folder outside of the repository that becomes a user's project. */
  readonly folder: string;
}

interface LockEntry {
  readonly version?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

/**
 * Installs tarballs into an empty project, as a user's npm would, with the versions that the
 * repository's lock file has for everything else. No script of any package runs.
 *
 * @throws {Error} When npm cannot: a package that a manifest names is in none of the tarballs, for example.
 */
export async function installTarballs(options: InstallTarballsOptions): Promise<void> {
  const { root, tarballsFolder, tarballs, folder } = options;
  const { packages } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const kept = Object.entries(packages).filter(
    ([path, { link, dev }]) => path.startsWith("node_modules/") && link !== true && dev !== true,
  );
  const dependencies = Object.fromEntries(
    tarballs.map(({ name, filename }) => [name, `file:${join(tarballsFolder, filename)}`]),
  );
  const nodeTypes = packages["node_modules/@types/node"]?.version;
  const files = {
    "package.json": {
      private: true,
      type: "module",
      dependencies,
      devDependencies: { "@types/node": nodeTypes },
    },
    "package-lock.json": { lockfileVersion: 3, packages: Object.fromEntries(kept) },
  };
  await mkdir(folder, { recursive: true });
  for (const [name, value] of Object.entries(files)) {
    await writeFile(join(folder, name), JSON.stringify(value));
  }
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await runProgram("npm", ["install", ...flags], { cwd: folder });
}
