import type { Database, Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { hasHnswFaults } from "../hnsw-faults.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import type { NextIndex } from "./next-indexes.ts";
import { nextIndexes } from "./next-indexes.ts";
import type { IndexProgress } from "./watch-index-build.ts";
import { watchIndexBuild } from "./watch-index-build.ts";

/** How indexes are built. */
export interface BuildNextIndexesOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /**
   * The connection that builds; the one of `lockReembedding`, so that a build that outlives a killed
   * process keeps others away.
   */
  readonly session: Session;
  /** Memory that a build may use, in MiB (`maintenance_work_mem`). @default the server's */
  readonly memoryMib?: number;
  /**
   * Workers beside the building process, an integer ≥ 0; always 0 on pgvector < 0.8.4, whose parallel
   * builds have faults. @default the server's
   */
  readonly workers?: number;
  /** Called before each build. */
  readonly onBuild?: (index: NextIndex) => void;
  /** Called soon after a build on a server has begun, then every second of it. */
  readonly onProgress?: (progress: IndexProgress) => void;
  /** Cancels the build on the server. */
  readonly signal?: AbortSignal;
}

/**
 * Builds the indexes that the new vectors lack, like those on the present ones. On a server nobody
 * has to wait for it (CREATE INDEX CONCURRENTLY); what an interrupted build has left is replaced.
 *
 * @returns The indexes that were built.
 * @throws {PgCorpusError} `DISK_FULL`, `QUERY_FAILED` and others as the database says.
 * @example
 * await lockReembedding(db, { run: (session) => buildNextIndexes(db, { session }) });
 */
export async function buildNextIndexes(
  db: Database,
  options: BuildNextIndexesOptions,
): Promise<readonly NextIndex[]> {
  const { session, onBuild, signal } = options;
  const names = resolveTableNames(options.table);
  const table = options.table ?? {};
  const missing = (await nextIndexes(db, { table })).filter(({ state }) => state !== "valid");
  if (missing.length === 0) return [];
  await prepareSession(session, options);
  for (const index of missing) {
    signal?.throwIfAborted();
    onBuild?.(index);
    await watchIndexBuild(db, session, {
      signal,
      onProgress: options.onProgress,
      build: () => build(db, names, { session, index }),
    });
  }
  return missing;
}

async function prepareSession(
  session: Session,
  { memoryMib, workers }: BuildNextIndexesOptions,
): Promise<void> {
  await session.query("SET statement_timeout = 0");
  await session.query("SET lock_timeout = 0"); // a concurrent build waits for others, nobody for it
  if (memoryMib !== undefined)
    await session.query(`SET maintenance_work_mem = '${wholeNumber("memoryMib", memoryMib, 1)}MB'`);
  const { version } = await requireVectorExtension(session);
  const most = hasHnswFaults(version) ? 0 : workers;
  if (most === undefined) return;
  const count = wholeNumber("workers", most, 0);
  await session.query(`SET max_parallel_maintenance_workers = ${count}`);
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= 2 ** 20) return value;
  throw new RangeError(`Expected ${name} to be an integer of ${least} or more, got ${value}.`);
}

async function build(
  db: Database,
  names: ResolvedTableNames,
  { session, index }: { readonly session: Session; readonly index: NextIndex },
): Promise<void> {
  // An embedded database has one connection and so nobody that would wait.
  const concurrently = db.kind === "server" ? "CONCURRENTLY" : "";
  const name = quoteIdentifier(index.next);
  if (index.state === "invalid") {
    const schema = quoteIdentifier(names.schema);
    await session.query(`DROP INDEX ${concurrently} IF EXISTS ${schema}.${name}`);
  }
  await session.query(`CREATE INDEX ${concurrently} ${name} ON ${index.table} ${index.definition}`);
}
