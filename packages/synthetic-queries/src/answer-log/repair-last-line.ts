import { Buffer } from "node:buffer";
import type { FileHandle } from "node:fs/promises";

const CHUNK = 64 * 1024;
const LINE_FEED = 10;

/**
 * Makes a JSONL file end with a line end: a whole last line gets one, half a line is cut off.
 */
export async function repairLastLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const tail = await bytesAfterLastLineEnd(file, size);
  if (tail.length === 0) return;
  if (isJson(tail)) await file.appendFile("\n");
  else await file.truncate(size - tail.length);
  await file.sync();
}

async function bytesAfterLastLineEnd(file: FileHandle, size: number): Promise<Buffer> {
  let tail = Buffer.alloc(0);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - CHUNK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const chunk = buffer.subarray(0, bytesRead);
    const lineEnd = chunk.lastIndexOf(LINE_FEED);
    tail = Buffer.concat([chunk.subarray(lineEnd + 1), tail]);
    if (lineEnd >= 0) break;
    end = start;
  }
  return tail;
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}
