import type { Database, Session } from "../database.ts";

/** How far the build of an index is, as `pg_stat_progress_create_index` tells it. */
export interface IndexProgress {
  /** What is going on, for example "building index: loading tuples" or "waiting for writers …". */
  readonly phase: string;
  /** Rows or blocks that are done; 0 where the phase does not count. */
  readonly done: number;
  /** Rows or blocks of this phase in all; 0 where it is not known. */
  readonly total: number;
}

/** A build and who wants to know of it. */
export interface WatchedBuild {
  /** Runs the build on the session. */
  readonly build: () => Promise<void>;
  /** Cancels the build on the server. */
  readonly signal: AbortSignal | undefined;
  /** Called soon after the start, then every second. */
  readonly onProgress: ((progress: IndexProgress) => void) | undefined;
}

/** A build that waits for others says so at once; then it is told every second. */
const [firstMs, intervalMs] = [200, 1000] as const;

const progressSql = `
  SELECT phase, CASE WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END::float8 AS "done",
    CASE WHEN tuples_total > 0 THEN tuples_total ELSE blocks_total END::float8 AS "total"
  FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1::int`;

/**
 * Runs a build of an index on a session while other connections tell its progress and, when the
 * signal is aborted, cancel it. An embedded database has one connection: there the build just runs.
 */
export async function watchIndexBuild(
  db: Database,
  session: Session,
  { build, signal, onProgress }: WatchedBuild,
): Promise<void> {
  if (db.kind === "embedded") return build();
  const [row] = await session.query<{ pid: number }>(`SELECT pg_backend_pid() AS "pid"`);
  const pid = row?.pid ?? 0;
  const cancel = () => {
    db.query("SELECT pg_cancel_backend($1::int)", [pid]).catch(() => undefined);
  };
  const tell = async () => {
    const [progress] = await db.query(progressSql, [pid]);
    if (progress !== undefined) onProgress?.({ ...progress } as unknown as IndexProgress);
  };
  const stopTelling = onProgress === undefined ? undefined : tellRegularly(tell);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    await build();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    stopTelling?.();
    signal?.removeEventListener("abort", cancel);
  }
}

/** Tells after a moment and then regularly, until the function that it gives is called. */
function tellRegularly(tell: () => Promise<void>): () => void {
  const tellIfPossible = () => void tell().catch(() => undefined);
  const timers = [setTimeout(tellIfPossible, firstMs), setInterval(tellIfPossible, intervalMs)];
  return () => {
    timers.forEach(clearTimeout);
  };
}
