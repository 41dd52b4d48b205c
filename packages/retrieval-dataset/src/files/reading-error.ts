import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

/** What a failure to read a file means to its user. */
export function readingError(path: string, cause: unknown): RetrievalDatasetError {
  if (cause instanceof RetrievalDatasetError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  const details = { file: path };
  if (code === "ENOENT" || code === "ENOTDIR")
    return new RetrievalDatasetError("FILE_NOT_FOUND", `Expected a file at ${path}, found none.`, {
      hint: "Check the path; it is taken relative to the working directory.",
      details,
      cause,
    });
  if (code.startsWith("Z_"))
    return new RetrievalDatasetError(
      "INVALID_FILE",
      `${path}: expected whole gzip data, got ${(cause as Error).message}.`,
      { hint: "Fetch or compress the file again.", details, cause },
    );
  return new RetrievalDatasetError(
    "FILE_NOT_READABLE",
    `Expected to read ${path}, got ${(cause as Error).message}.`,
    { hint: "Check that it is a file and that you may read it.", details, cause },
  );
}
