import {
  activateNextEmbeddings,
  buildNextIndexes,
  requireReembeddingLock,
  type LockRetry,
  type Session,
  type SwitchResult,
} from "@searchfit/pg-corpus";
import { ReembedError } from "../reembed-error.ts";
import { fillNextVectors, type FillOptions } from "./fill-next-vectors.ts";
import { indexBuilding, type IndexBuilding } from "./index-building.ts";
import type { ReembedJob } from "./reembed-job.ts";

/** How the switch is made. */
export interface ActivateOptions extends FillOptions, IndexBuilding {
  /** The connection that holds the job's lock; it builds indexes. */
  readonly session: Session;
  /** How long one attempt may wait for a lock, in milliseconds. @default 200 */
  readonly lockTimeoutMs?: number;
  /** How long to go on trying, in milliseconds. @default 120000 */
  readonly patienceMs?: number;
  /** Called before each further attempt. */
  readonly onRetry?: (retry: LockRetry) => void;
}

/** What a switch did. */
export interface ActivateResult extends SwitchResult {
  /** Products that were embedded before the switch, because they had changed. */
  readonly filled: number;
  /** Products that were embedded after it, because they had changed in the last moment. */
  readonly caughtUp: number;
}

/** How often it is tried to embed faster than products change. */
const maxRounds = 3;

/**
 * Makes the new vectors the live ones. Products that changed meanwhile are embedded before the switch
 * and, for the last moment, once more after it; nothing is embedded while readers are locked out.
 *
 * @throws {ReembedError} `WRITERS_TOO_FAST` when products change faster than they are embedded.
 * @throws {PgCorpusError} `TIMEOUT`, `REEMBEDDING_STATE`; `REEMBEDDING_LOCKED` or `NO_CONNECTION` when
 *   the session has lost its lock meanwhile.
 * @example
 * await activateVectors(job, { session }); // { lockedMs: 2.4, attempts: 1, filled: 12, caughtUp: 1 }
 */
export async function activateVectors(
  job: ReembedJob,
  options: ActivateOptions,
): Promise<ActivateResult> {
  const { db, table, signal } = job;
  const { session, lockTimeoutMs, patienceMs, onRetry } = options;
  const waiting = { table, ...given({ lockTimeoutMs, patienceMs, onRetry, signal }) };
  let filled = 0;
  let last: unknown;
  for (let round = 0; round < maxRounds; round += 1) {
    filled += (await fillNextVectors(job, options)).written;
    await buildNextIndexes(db, indexBuilding(job, session, options));
    await requireReembeddingLock(session, { table });
    try {
      const result = await activateNextEmbeddings(db, waiting);
      // The last moment's products have no vector now: as fast as can be.
      const { written: caughtUp } = await fillNextVectors(job, {
        ...options,
        mostPerSecond: Infinity,
      });
      return { ...result, filled, caughtUp };
    } catch (error) {
      if (!isIncomplete(error)) throw error;
      last = error;
    }
  }
  throw new ReembedError(
    "WRITERS_TOO_FAST",
    "Expected products to change more slowly than they are embedded, got too many without new vectors at the switch.",
    {
      hint: "Pause what writes to the table for the switch, or embed with more cores.",
      cause: last,
    },
  );
}

function isIncomplete(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SWITCH_INCOMPLETE";
}

type Given<T> = { readonly [Key in keyof T]: Exclude<T[Key], undefined> };

/** Leaves out what is undefined. */
function given<T extends object>(options: T): Partial<Given<T>> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Given<T>>;
}
