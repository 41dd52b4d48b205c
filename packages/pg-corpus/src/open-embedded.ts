import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import type { Database } from "./database.ts";
import { createEmbeddedDatabase } from "./embedded-database.ts";
import { prepareFolder } from "./embedded-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { parsersByType } from "./sql-values.ts";

/** Where the embedded database is. */
export interface OpenEmbeddedOptions {
  /** Folder of the database, created when it is missing. Left out: in memory, gone at the end. */
  readonly folder?: string;
}

/**
 * Opens an embedded PostgreSQL (PGlite) with pgvector; no server is needed.
 *
 * One process at a time: an exclusive lock on `<folder>.lock` is held until `close()`, and the
 * system frees it when the process dies, however it dies. A folder is safe after `kill -9`; it is
 * not synced to the disk, so a power cut may cost the last seconds.
 *
 * @throws {PgCorpusError} `DATABASE_LOCKED` when another process has it open (named in the message),
 *   `DATABASE_FOLDER_UNUSABLE` when the folder cannot be written or holds something else.
 * @example
 * const db = await openEmbedded({ folder: "data/shop" });
 * await db.query("SELECT 1 AS one"); // [{ one: 1 }]
 * await db.close();
 */
export async function openEmbedded(options: OpenEmbeddedOptions = {}): Promise<Database> {
  const { folder } = options;
  if (folder === undefined) return createEmbeddedDatabase(await start(), "memory");
  const lock = await lockFolder(folder);
  try {
    await prepareFolder(lock.folder, async (path) => {
      await (await start(path)).close();
    });
    return createEmbeddedDatabase(await startIn(lock.folder), lock.folder, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function start(dataDir?: string): Promise<PGlite> {
  const pglite = await PGlite.create({
    extensions: { vector },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  // Parameters are text already, and results become the same types as the server driver's.
  pglite.serializers = {};
  for (const type of Object.keys(pglite.parsers)) {
    pglite.parsers[type] = parsersByType.get(Number(type)) ?? ((text) => text);
  }
  return pglite;
}

async function startIn(folder: string): Promise<PGlite> {
  try {
    return await start(folder);
  } catch (error) {
    throw new PgCorpusError({
      code: "DATABASE_FOLDER_UNUSABLE",
      message: `Expected an embedded database in ${folder}, got a folder that does not start: ${String(error).slice(0, 200)}.`,
      hint: "Check that the folder can be written and its disk is not full; a broken folder can be deleted and filled again.",
      details: { folder },
      cause: error,
    });
  }
}
