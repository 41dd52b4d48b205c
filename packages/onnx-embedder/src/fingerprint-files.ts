import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * SHA-256 over named files: the identity of a model.
 *
 * Each file enters with its name, its own SHA-256 and nothing else, in the order given, so dates and
 * places on disk do not matter.
 *
 * @param folder Where the files lie.
 * @param files Paths relative to the folder.
 * @returns 64 hexadecimal digits.
 */
export async function fingerprintFiles(folder: string, files: readonly string[]): Promise<string> {
  const whole = createHash("sha256");
  for (const file of files) {
    const one = createHash("sha256");
    await pipeline(createReadStream(join(folder, file)), one);
    whole.update(`${file}\0${one.digest("hex")}\n`);
  }
  return whole.digest("hex");
}
