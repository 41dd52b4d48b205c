import { TrainerBridgeError } from "./trainer-bridge-error.ts";

const full = new Set(["ENOSPC", "EDQUOT"]);
const sqliteFull = 13;
const sqliteDenied = [3, 8, 14]; // no permission, read-only, cannot be opened
const denied = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOTDIR",
  "ENOENT",
  "EEXIST",
  "ELOOP",
  "ENAMETOOLONG",
]);

/** The system's code of an error, such as "ENOSPC". */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Whether the error says that the disk, or the user's share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  return full.has(systemCode(error) ?? "") || sqliteCode(error) === sqliteFull;
}

/** Whether the error says that nothing can be written at a place. */
export function isNotWritable(error: unknown): boolean {
  return denied.has(systemCode(error) ?? "") || sqliteDenied.includes(sqliteCode(error) ?? 0);
}

/** A failure of the file system as this package's error; another error as it is. */
export function translateSystemError(error: unknown, folder: string): unknown {
  const reason = systemCode(error);
  if (reason === undefined) return error;
  if (isDiskFull(error)) {
    return new TrainerBridgeError({
      code: "DISK_FULL",
      message: `Expected to write into ${folder}, but no space is left there.`,
      hint: "Free some space, or give another folder, and run it again.",
      details: { folder, systemCode: reason },
      cause: error,
    });
  }
  return new TrainerBridgeError({
    code: "FILE_ERROR",
    message: `Expected to write into ${folder}, got ${reason}.`,
    hint: "Check that the folder can be written, or give another.",
    details: { folder, systemCode: reason },
    cause: error,
  });
}
