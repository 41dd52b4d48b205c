import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Identity of a file or folder. */
export interface PathHash {
  /** SHA-256 of the bytes; of a folder: over its files' paths and hashes, in the order of their paths. */
  readonly sha256: string;
  /** Size of the file, or of all files of the folder. */
  readonly bytes: number;
}

/**
 * Hashes a file, or a folder with everything in it.
 *
 * @param path File or folder. Dates and permissions do not count.
 * @throws The file system's error when it does not exist.
 */
export async function hashPath(path: string): Promise<PathHash> {
  const found = await stat(path);
  return found.isDirectory() ? hashFolder(path) : hashFile(path, found.size);
}

async function hashFile(path: string, bytes: number): Promise<PathHash> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { sha256: hash.digest("hex"), bytes };
}

async function hashFolder(folder: string): Promise<PathHash> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const whole = createHash("sha256");
  let bytes = 0;
  for (const file of files) {
    const one = await hashFile(join(folder, file), (await stat(join(folder, file))).size);
    whole.update(`${file}\0${one.sha256}\n`);
    bytes += one.bytes;
  }
  return { sha256: whole.digest("hex"), bytes };
}
