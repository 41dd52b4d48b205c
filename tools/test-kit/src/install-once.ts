import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A folder with pinned packages for tests, kept in the cache folder under a name made of what is in
 * it. It appears there whole or not at all, however many tests ask for it at once.
 *
 * @param packages Names with their versions.
 * @param install Installs them into an empty folder that may be moved afterwards.
 */
export async function installOnce(
  packages: readonly string[],
  install: (folder: string) => Promise<unknown>,
): Promise<string> {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const cache = join(base, "searchfit", "test-clients");
  const name = createHash("sha256").update(packages.join("\n")).digest("hex").slice(0, 16);
  const folder = join(cache, name);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, "making-"));
  try {
    await install(making);
    await rename(making, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error; // else another test finished first
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
