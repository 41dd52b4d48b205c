import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
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
 * Hashes a file, or a folder with everything in it; what a link leads to counts as if it stood there.
 *
 * @param path File or folder. Dates and permissions do not count.
 * @throws The file system's error when it does not exist.
 */
export async function hashPath(path: string): Promise<PathHash> {
  return hashPathBy(path, hashFile);
}

/** Hashes one file of a size in bytes. */
export type FileHasher = (path: string, bytes: number) => Promise<PathHash>;

/** What {@link hashPath} does, with another way to hash each file. */
export async function hashPathBy(path: string, hashOne: FileHasher): Promise<PathHash> {
  const found = await stat(path);
  return found.isDirectory() ? hashFolder(path, hashOne) : hashOne(path, found.size);
}

/** Hashes the bytes of one file. */
export async function hashFile(path: string, bytes: number): Promise<PathHash> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { sha256: hash.digest("hex"), bytes };
}

async function hashFolder(folder: string, hashOne: FileHasher): Promise<PathHash> {
  const files = (await filesIn(folder, [await realpath(folder)])).sort();
  const whole = createHash("sha256");
  let bytes = 0;
  for (const file of files) {
    const one = await hashOne(join(folder, file), (await stat(join(folder, file))).size);
    whole.update(`${file}\0${one.sha256}\n`);
    bytes += one.bytes;
  }
  return { sha256: whole.digest("hex"), bytes };
}

/**
 * Paths of all files, relative to the folder.
 *
 * @param above Real paths of the folders that lead there: a link back to one of them is passed over.
 */
async function filesIn(folder: string, above: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const entry = await stat(path).catch(() => undefined); // a link may lead nowhere
    if (entry?.isFile() === true) found.push(name);
    if (entry?.isDirectory() !== true) continue;
    const real = await realpath(path);
    if (above.includes(real)) continue;
    found.push(...(await filesIn(path, [...above, real])).map((inner) => join(name, inner)));
  }
  return found;
}
