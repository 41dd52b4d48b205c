import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

const FLUSH_CHARACTERS = 1 << 15;

/** What a file is written from. */
export type FilePieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that it is either the old one or the whole new one, whatever happens:
 * beside, synced, renamed. Missing folders are made; a name ending in `.gz` is compressed.
 */
export async function writeFileWhole(path: string, pieces: FilePieces): Promise<void> {
  const beside = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writePieces(beside, path.endsWith(".gz") ? compressed(pieces) : joined(pieces));
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

async function writePieces(path: string, pieces: FilePieces): Promise<void> {
  const file = await open(path, "wx");
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Small strings together, so that the file is written in few calls. */
async function* joined(pieces: FilePieces): AsyncGenerator<string | Uint8Array> {
  let pending = "";
  for await (const piece of pieces) {
    if (typeof piece === "string") pending += piece;
    if (pending.length >= FLUSH_CHARACTERS || typeof piece !== "string") {
      if (pending !== "") yield pending;
      pending = "";
    }
    if (typeof piece !== "string") yield piece;
  }
  if (pending !== "") yield pending;
}

async function* compressed(pieces: FilePieces): AsyncGenerator<Uint8Array> {
  const zipped = createGzip();
  pipeline(Readable.from(joined(pieces), { objectMode: true }), zipped, () => undefined);
  for await (const chunk of zipped) yield chunk as Uint8Array;
}

async function syncFolder(path: string): Promise<void> {
  // Some systems (Windows, network drives) refuse to open or sync a folder: the rename stands anyway.
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
