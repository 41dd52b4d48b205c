import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "./make-folder.ts";

/** Who waits for which lock. */
export interface CacheLockOptions {
  /** Path of what is locked; the lock lies beside it. */
  readonly path: string;
  /** Called once when another process holds the lock, with its id if that is known. */
  readonly onWait?: ((holder: number | undefined) => void) | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

const sqliteBusy = 5;
const retryMs = 500;

/**
 * Does the work while no other process does any under the same lock; waits for that. SQLite's file
 * lock is freed by the system when a process dies in whatever way. The holder's process id stands in a
 * file of its own: reading and closing the lock file itself would drop the lock (POSIX).
 */
export async function withCacheLock<Result>(
  options: CacheLockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const holderFile = `${options.path}.lock.pid`;
  await makeFolder(dirname(options.path));
  const sqlite = await take(`${options.path}.lock`, holderFile, options);
  try {
    await writeFile(holderFile, `${process.pid}\n`).catch(() => undefined); // only for messages
    return await work();
  } finally {
    await rm(holderFile, { force: true }).catch(() => undefined);
    sqlite.close();
  }
}

async function take(
  file: string,
  holderFile: string,
  options: CacheLockOptions,
): Promise<DatabaseSync> {
  for (let told = false; ; told = true) {
    options.signal?.throwIfAborted();
    const sqlite = new DatabaseSync(file);
    try {
      sqlite.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
      return sqlite;
    } catch (error) {
      sqlite.close();
      if (!isBusy(error)) throw error;
    }
    if (!told) options.onWait?.(await readHolder(holderFile));
    await sleep(
      retryMs,
      undefined,
      options.signal === undefined ? {} : { signal: options.signal },
    ).catch(() => undefined);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}

async function readHolder(file: string): Promise<number | undefined> {
  const text = (await readFile(file, "utf8").catch(() => "")).trim();
  return /^\d+$/u.test(text) ? Number(text) : undefined;
}
