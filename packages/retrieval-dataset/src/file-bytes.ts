import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { RetrievalDatasetError } from "./retrieval-dataset-error.ts";

/** The bytes of a file in chunks, decompressed when its name ends in `.gz`. */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  // `pipeline` hands every error to the last stream, where the loop below meets it.
  const bytes = path.endsWith(".gz") ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    for await (const chunk of bytes) yield chunk as Buffer;
  } catch (cause) {
    throw readingError(path, cause);
  } finally {
    file.destroy();
  }
}

function readingError(path: string, cause: unknown): RetrievalDatasetError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  const details = { file: path };
  if (code === "ENOENT")
    return new RetrievalDatasetError("FILE_NOT_FOUND", `Expected a file at ${path}, found none.`, {
      hint: "Check the path; it is taken relative to the working directory.",
      details,
      cause,
    });
  if (code.startsWith("Z_"))
    return new RetrievalDatasetError(
      "INVALID_FILE",
      `${path}: expected whole gzip data because of the name's .gz, got ${(cause as Error).message}.`,
      { hint: "Fetch or compress the file again.", details, cause },
    );
  return new RetrievalDatasetError(
    "FILE_NOT_READABLE",
    `Expected to read ${path}, got ${(cause as Error).message}.`,
    { hint: "Check that it is a file and that you may read it.", details, cause },
  );
}
