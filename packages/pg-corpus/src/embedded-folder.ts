import { readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PgCorpusError } from "./pg-corpus-error.ts";

/** The PostgreSQL version of the embedded database, as its `PG_VERSION` file says it. */
const majorVersion = "18";

/**
 * Makes sure that the folder holds a database of the right version. A new one is made beside it and
 * renamed, so that a process killed while it starts leaves nothing half-made in its place.
 */
export async function prepareFolder(
  folder: string,
  create: (folder: string) => Promise<void>,
): Promise<void> {
  const entries = await readdir(folder).catch(whenMissing);
  if (entries.length > 0) return checkVersion(folder);
  const prefix = `${basename(folder)}.making-`;
  await removeLeftovers(dirname(folder), prefix);
  const making = join(dirname(folder), `${prefix}${process.pid}`);
  try {
    await create(making);
    await rm(folder, { recursive: true, force: true });
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw unusable(folder, `nothing could be made there: ${String(error).slice(0, 200)}`, error);
  }
}

async function checkVersion(folder: string): Promise<void> {
  const version = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version === undefined) throw unusable(folder, "a folder with other files in it");
  if (version.trim() === majorVersion) return;
  throw unusable(
    folder,
    `one of PostgreSQL ${version.trim()} (this version reads ${majorVersion})`,
  );
}

async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  // The folder's lock is held, so nobody else is making this database now.
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function whenMissing(error: unknown): string[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw unusable("the folder", String(error), error);
}

function unusable(folder: string, came: string, cause?: unknown): PgCorpusError {
  return new PgCorpusError({
    code: "DATABASE_FOLDER_UNUSABLE",
    message: `Expected ${folder} to hold an embedded database, got ${came}.`,
    hint: "Give another folder, or empty this one.",
    details: { folder },
    cause,
  });
}
