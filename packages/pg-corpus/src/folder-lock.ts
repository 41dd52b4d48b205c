import { mkdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PgCorpusError } from "./pg-corpus-error.ts";

/** An exclusive lock that is held. */
export interface FolderLock {
  /** The folder, with symbolic links above it resolved. */
  readonly folder: string;
  /** Frees the lock; a second call does nothing. */
  readonly release: () => Promise<void>;
}

const sqliteBusy = 5;

/**
 * Takes an exclusive lock on a folder, beside it in `<folder>.lock`. SQLite's file lock belongs to
 * the process, so the system frees it at any kind of death. The holder's process id stands in another
 * file: reading the lock file itself in this process and closing it would drop the lock (POSIX).
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = await resolveFolder(folder);
  const holderFile = `${path}.lock.pid`;
  const sqlite = openLockFile(`${path}.lock`, path);
  try {
    sqlite.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    sqlite.close();
    throw isBusy(error)
      ? lockedError(path, await readHolder(holderFile), error)
      : unusable(path, error);
  }
  await writeFile(holderFile, `${process.pid}\n`).catch(() => undefined); // only for messages
  return { folder: path, release: releaseOnce(sqlite, holderFile) };
}

async function resolveFolder(folder: string): Promise<string> {
  const wanted = resolve(folder);
  try {
    await mkdir(dirname(wanted), { recursive: true });
    return await realpath(wanted).catch(async () =>
      join(await realpath(dirname(wanted)), basename(wanted)),
    );
  } catch (error) {
    throw unusable(wanted, error);
  }
}

function openLockFile(file: string, folder: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function releaseOnce(sqlite: DatabaseSync, holderFile: string): () => Promise<void> {
  let released = false;
  return async () => {
    if (released) return;
    released = true;
    await rm(holderFile, { force: true });
    sqlite.close();
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}

async function readHolder(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^\d+$/u.test(text.trim()) ? Number(text) : undefined;
}

function lockedError(folder: string, pid: number | undefined, cause: unknown): PgCorpusError {
  const holder = pid === undefined ? "another process" : `process ${pid}`;
  return new PgCorpusError({
    code: "DATABASE_LOCKED",
    message: `Expected ${folder} to be free, but ${holder} has it open; two at once would lose rows.`,
    hint: "Wait until the other process ends, or use a PostgreSQL server for several processes.",
    details: { folder, pid },
    cause,
  });
}

function unusable(folder: string, cause: unknown): PgCorpusError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PgCorpusError({
    code: "DATABASE_FOLDER_UNUSABLE",
    message: `Expected a folder for an embedded database at ${folder}, got: ${reason}.`,
    hint: "Check that the folder's parent exists, can be written, and has space left.",
    details: { folder },
    cause,
  });
}
