import { stat } from "node:fs/promises";
import { hashFile, hashPathBy, type PathHash } from "./hash-path.ts";

/** Hashes a file, or a folder with everything in it. */
export type PathHasher = (path: string) => Promise<PathHash>;

/** Age in milliseconds from which another change is sure to show: some file systems count in two seconds. */
const settledMs = 2000;

interface KnownHash {
  /** Device, inode, size and times of the file that was hashed. */
  readonly identity: string;
  readonly hash: PathHash;
}

/**
 * A hasher that reads a file again only when its inode, size or times are others than before.
 *
 * A file that was changed less than two seconds ago is read every time: a second change might not
 * show in its times.
 *
 * @example
 * const hash = rememberHashes();
 * await hash("model"); // reads it; the same call again: reads the times of its files
 */
export function rememberHashes(): PathHasher {
  const known = new Map<string, KnownHash>();
  const hashOne = async (path: string, bytes: number): Promise<PathHash> => {
    const { identity, changedMs } = await identityOf(path);
    const found = known.get(path);
    if (found?.identity === identity) return found.hash;
    const hash = await hashFile(path, bytes);
    if (Date.now() - changedMs > settledMs) known.set(path, { identity, hash });
    return hash;
  };
  return (path) => hashPathBy(path, hashOne);
}

async function identityOf(path: string): Promise<{ identity: string; changedMs: number }> {
  const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = await stat(path, { bigint: true });
  const changedMs = Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
  return { identity: [dev, ino, size, mtimeNs, ctimeNs].join(" "), changedMs };
}
