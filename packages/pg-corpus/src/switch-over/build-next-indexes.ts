import type { Database, Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { hasHnswFaults } from "../hnsw-faults.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import type { NextIndex } from "./next-indexes.ts";
import { nextIndexes } from "./next-indexes.ts";

/** How indexes are built. */
export interface BuildNextIndexesOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /**
   * The connection that builds; the one of `lockReembedding`, so that a build that outlives a killed
   * process keeps others away.
   */
  readonly session: Session;
  /** Called before each build. */
  readonly onBuild?: (index: NextIndex) => void;
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
  await prepareSession(session);
  for (const index of missing) {
    signal?.throwIfAborted();
    onBuild?.(index);
    await cancellable(db, { session, signal }, () => build(db, names, { session, index }));
  }
  return missing;
}

async function prepareSession(session: Session): Promise<void> {
  await session.query("SET statement_timeout = 0");
  await session.query("SET lock_timeout = 0"); // a concurrent build waits for others, nobody for it
  const { version } = await requireVectorExtension(session);
  if (hasHnswFaults(version)) await session.query("SET max_parallel_maintenance_workers = 0");
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
  await session.query(
    `CREATE INDEX ${concurrently} ${name} ON ${names.quoted} ${index.definition}`,
  );
}

async function cancellable(
  db: Database,
  { session, signal }: { readonly session: Session; readonly signal: AbortSignal | undefined },
  run: () => Promise<void>,
): Promise<void> {
  if (signal === undefined || db.kind === "embedded") return run();
  const [row] = await session.query<{ pid: number }>(`SELECT pg_backend_pid() AS "pid"`);
  const cancel = () => {
    db.query("SELECT pg_cancel_backend($1::int)", [row?.pid ?? 0]).catch(() => undefined);
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await run();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
