import { isUtf8 } from "node:buffer";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { fileBytes } from "./file-bytes.ts";

const LINE_FEED = 10;

/**
 * The text of a UTF-8 file in pieces.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with the line of the first bytes that are not UTF-8.
 */
export async function* utf8Pieces(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let line = 1;
  let last: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of fileBytes(path)) {
      last = chunk;
      yield decoder.decode(chunk, { stream: true });
      line += countLineFeeds(chunk);
    }
    last = Buffer.alloc(0);
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const at = line + linesBeforeBadBytes(last);
    throw new RetrievalDatasetError(
      "INVALID_FILE",
      `${path} line ${at}: expected UTF-8 text, got other bytes.`,
      { hint: "Save the file as UTF-8.", details: { file: path, line: at }, cause },
    );
  }
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1))
    count += 1;
  return count;
}

/** Whole lines of the chunk before the broken one; its first and last may be cut characters. */
function linesBeforeBadBytes(chunk: Buffer): number {
  let lines = 0;
  let start = 0;
  for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
    if (!isUtf8(chunk.subarray(start, end))) return lines;
    lines += 1;
    start = end + 1;
  }
  return lines;
}
