import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { explainWriteFailure } from "./explain-write-failure.ts";

/**
 * Writes a file so that it is there whole or not at all: beside, synced, renamed.
 *
 * @param path Where; its folder is made when missing.
 * @param content Text (UTF-8) or bytes.
 * @throws {ExperimentStoreError} `DISK_FULL`, `FOLDER_NOT_WRITABLE`.
 */
export async function writeFileDurably(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, typeof content === "string" ? content : Buffer.from(content));
  } catch (error) {
    throw explainWriteFailure(error, dirname(path));
  }
}
