import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

/** So much is written at once. */
const BUFFER_BYTES = 1 << 16;

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

/**
 * Small pieces together, in one buffer: what comes out is overwritten by what comes next. Strings
 * that waited to be joined instead would outlive collections of garbage, and by them the engine's
 * young generation grows to 128 MB in long files.
 */
async function* joined(pieces: FilePieces): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let filled = 0;
  for await (const piece of pieces) {
    const size = typeof piece === "string" ? Buffer.byteLength(piece) : piece.length;
    if (filled + size > BUFFER_BYTES) {
      if (filled > 0) yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (size > BUFFER_BYTES) yield typeof piece === "string" ? Buffer.from(piece) : piece;
    else if (typeof piece === "string") filled += buffer.write(piece, filled);
    else {
      buffer.set(piece, filled);
      filled += size;
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

async function* compressed(pieces: FilePieces): AsyncGenerator<Uint8Array> {
  const zipped = createGzip();
  pipeline(Readable.from(copied(joined(pieces))), zipped, () => undefined);
  for await (const chunk of zipped) yield chunk as Uint8Array;
}

/** For readers that ask ahead. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function syncFolder(path: string): Promise<void> {
  // Some systems (Windows, network drives) refuse to open or sync a folder: the rename stands anyway.
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
