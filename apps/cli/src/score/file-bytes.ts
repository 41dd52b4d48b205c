import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { readingError } from "./reading-error.ts";

/**
 * The bytes of a file part by part, decompressed when its name ends in `.gz`; `-` is the standard
 * input.
 *
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` when it is a folder or cannot be read.
 */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const file: Readable = path === "-" ? process.stdin : createReadStream(path);
  const gunzip = path.endsWith(".gz") ? createGunzip() : undefined;
  if (gunzip !== undefined) {
    file.on("error", (error: Error) => gunzip.destroy(error));
    file.pipe(gunzip);
  }
  try {
    for await (const part of gunzip ?? file) yield part as Uint8Array;
  } catch (cause) {
    throw readingError(path, cause as NodeJS.ErrnoException);
  }
}
