import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CliError } from "../cli-error.ts";
import { readingError } from "./reading-error.ts";

/**
 * Reads a text file whole, decompressed when its name ends in `.gz`.
 *
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` when it is a folder, cannot be read, is too long
 *   for one text, or is not UTF-8.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw readingError(path, cause as NodeJS.ErrnoException);
  });
  try {
    const plain = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch (cause) {
    throw new CliError(
      "INVALID_FILE",
      `${path} is not text in UTF-8: ${(cause as Error).message}.`,
    );
  }
}
