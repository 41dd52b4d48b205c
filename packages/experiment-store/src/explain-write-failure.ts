import { resolve } from "node:path";
import { ExperimentStoreError } from "./experiment-store-error.ts";

/**
 * Turns the operating system's refusal to write into an error that says what to do.
 *
 * @param error What was thrown.
 * @param folder Where the writing happened.
 * @returns `DISK_FULL` or `FOLDER_NOT_WRITABLE` for such errors below `folder`, else the error as it came.
 */
export function explainWriteFailure(error: unknown, folder: string): unknown {
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown };
  if (typeof path === "string" && !resolve(path).startsWith(resolve(folder))) return error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new ExperimentStoreError("DISK_FULL", `No space left on the disk of ${folder}.`, {
      hint: "Free some space and run the same command again: finished steps are kept.",
      cause: error,
    });
  }
  if (
    code === "EACCES" ||
    code === "EPERM" ||
    code === "EROFS" ||
    code === "ENOTDIR" ||
    code === "EEXIST"
  ) {
    return new ExperimentStoreError("FOLDER_NOT_WRITABLE", `Cannot write to ${folder} (${code}).`, {
      hint: "Choose another folder, or change who may write there.",
      cause: error,
    });
  }
  return error;
}
