import { CliError } from "../cli-error.ts";

/** A file that is not there or cannot be read, as the user is told. */
export function readingError(path: string, { code, message }: NodeJS.ErrnoException): CliError {
  if (code === "ENOENT") {
    return new CliError("FILE_MISSING", `Expected a file at ${path}, found none.`, {
      hint: "Check the path; it is taken relative to the working directory.",
    });
  }
  return new CliError("INVALID_FILE", `Expected to read ${path}, got ${message}.`, {
    hint: "Check that it is a file, whole, and that you may read it.",
  });
}
