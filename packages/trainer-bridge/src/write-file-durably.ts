import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder.ts";

/** Writes beside, flushes to the disk and renames: a reader sees the old file or the new one. */
export async function writeFileDurably(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const beside = `${path}.new-${process.pid}`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
