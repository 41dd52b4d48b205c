import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { RetrievalDatasetError } from "./retrieval-dataset-error.ts";

const FLUSH_CHARACTERS = 1 << 20;

/**
 * Writes a file so that it is either the old one or the whole new one, whatever happens:
 * beside, synced, renamed. Missing folders are made. `.gz` is not compressed here.
 */
export async function writeFileWhole(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const beside = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writePieces(beside, pieces);
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new RetrievalDatasetError(
      "FILE_NOT_WRITABLE",
      `Expected to write ${path}, got ${(cause as Error).message}.`,
      { hint: "Check the folder's rights and the space left.", details: { file: path }, cause },
    );
  }
}

async function writePieces(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const file = await open(path, "wx");
  try {
    let pending = "";
    for await (const piece of pieces) {
      pending += piece;
      if (pending.length < FLUSH_CHARACTERS) continue;
      await file.writeFile(pending);
      pending = "";
    }
    await file.writeFile(pending);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Some systems (Windows, network drives) refuse to open or sync a folder: the rename stands anyway.
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
