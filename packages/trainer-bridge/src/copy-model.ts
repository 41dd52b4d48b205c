import { constants, copyFile, link, mkdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ModelFiles } from "./model-files.ts";

/**
 * Copies a model's own files. Weights are linked where the file system allows it (they are large, and
 * nobody writes them in place); everything else is copied.
 */
export async function copyModel(source: string, target: string, files: ModelFiles): Promise<void> {
  const weights = new Set(files.weights);
  for (const path of files.paths) {
    const from = await realpath(join(source, path)); // the hub's cache consists of symbolic links
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true });
    if (!weights.has(path) || !(await linked(from, to)))
      await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch {
    return false; // another file system, or one without links
  }
}
