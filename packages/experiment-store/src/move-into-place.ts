import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where an output was made and where it belongs. */
export interface Move {
  /** File or folder that is complete. */
  readonly from: string;
  /** Its place; what lies there is replaced. */
  readonly to: string;
  /** Folder on the same disk for what is replaced, until it is deleted. */
  readonly trash: string;
}

/**
 * Moves a finished file or folder to its place: contents synced, then renamed.
 *
 * @param move From, to, trash.
 * @throws The file system's error.
 */
export async function moveIntoPlace({ from, to, trash }: Move): Promise<void> {
  await syncPath(from);
  await mkdir(dirname(to), { recursive: true });
  if (await isFolder(to)) {
    await rm(trash, { recursive: true, force: true });
    await mkdir(dirname(trash), { recursive: true });
    await rename(to, trash);
  }
  await rename(from, to);
  await syncOne(dirname(to));
  await rm(trash, { recursive: true, force: true });
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** Syncs a file, or every file and folder below a folder. */
async function syncPath(path: string): Promise<void> {
  if (!(await isFolder(path))) {
    await syncOne(path);
    return;
  }
  for (const entry of await readdir(path)) await syncPath(join(path, entry));
  await syncOne(path);
}

async function syncOne(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
