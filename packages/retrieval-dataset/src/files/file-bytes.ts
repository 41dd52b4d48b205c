import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { readingError } from "./reading-error.ts";
import { refuseOtherContent } from "./refuse-other-content.ts";

const GZIP_START = Buffer.from([0x1f, 0x8b]);

/**
 * The bytes of a text file in chunks, decompressed when they are gzip (whatever the name) or the
 * name ends in `.gz`. Content that is no UTF-8 text by its first bytes (UTF-16, ZIP and Excel,
 * Parquet) is refused.
 */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const chunks = rawBytes(path);
  try {
    const head = (await chunks.next()).value ?? Buffer.alloc(0);
    const all = Readable.from(startingWith(head, chunks));
    const packed = path.endsWith(".gz") || head.subarray(0, 2).equals(GZIP_START);
    if (packed && head.length === 0) throw cutGzip();
    // `pipeline` hands every error to the last stream, where the loop below meets it.
    const bytes = packed ? pipeline(all, createGunzip(), () => undefined) : all;
    let first = true;
    for await (const chunk of bytes) {
      if (first) refuseOtherContent(path, chunk as Buffer);
      first = false;
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw readingError(path, cause);
  } finally {
    await chunks.return(undefined);
  }
}

async function* rawBytes(path: string): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 15 }))
    yield chunk as Buffer;
  return undefined;
}

async function* startingWith(
  head: Buffer,
  rest: AsyncGenerator<Buffer, undefined>,
): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}

function cutGzip(): Error {
  return Object.assign(new Error("an empty file"), { code: "Z_BUF_ERROR" });
}
