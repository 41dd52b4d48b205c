import { access, constants, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Every runnable file of that name on the search path, in its order. */
export async function findPrograms(name: string, searchPath: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of new Set(searchPath.split(delimiter))) {
    if (folder === "") continue;
    const path = join(folder, name);
    if (await isRunnable(path)) found.push(path);
  }
  return found;
}

async function isRunnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
