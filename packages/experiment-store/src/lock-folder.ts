import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ExperimentStoreError } from "./experiment-store-error.ts";

/** A lock that is held. */
export interface FolderLock {
  /** Gives the lock back. */
  release(): void;
}

/**
 * Takes the exclusive lock of a folder.
 *
 * It is an SQLite file lock, so the kernel gives it back when the process ends in whatever way,
 * `kill -9` included: no stale lock is ever left.
 *
 * @param folder The folder; made when missing.
 * @throws {ExperimentStoreError} `EXPERIMENT_LOCKED` when another process holds it.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const holder = join(folder, ".lock-holder");
  const database = openLockFile(folder);
  try {
    database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new ExperimentStoreError(
      "EXPERIMENT_LOCKED",
      `${folder} is in use by another process${readHolder(holder)}.`,
      { hint: "Wait until it ends, stop it, or choose another experiment.", cause },
    );
  }
  writeFileSync(holder, `${process.pid}\n`);
  return {
    release: () => {
      database.close();
    },
  };
}

function openLockFile(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, ".lock"));
  } catch (cause) {
    throw new ExperimentStoreError("FOLDER_NOT_WRITABLE", `Cannot write to ${folder}.`, {
      hint: "Choose another folder, or change who may write there.",
      cause,
    });
  }
}

function readHolder(file: string): string {
  try {
    return ` (process ${readFileSync(file, "utf8").trim()})`;
  } catch {
    return "";
  }
}
