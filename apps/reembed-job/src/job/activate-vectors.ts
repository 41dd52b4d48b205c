import {
  activateNextEmbeddings,
  buildNextIndexes,
  type LockRetry,
  type NextIndex,
  type Session,
  type SwitchResult,
} from "@searchfit/pg-corpus";
import { ReembedError } from "../reembed-error.ts";
import { embedStale } from "./embed-products.ts";
import { fillNextVectors, type FillOptions } from "./fill-next-vectors.ts";
import type { ReembedJob } from "./reembed-job.ts";

/** How the switch is made. */
export interface ActivateOptions extends FillOptions {
  /** The connection that holds the job's lock; it builds indexes. */
  readonly session: Session;
  /** How long one attempt may wait for a lock, in milliseconds. @default 200 */
  readonly lockTimeoutMs?: number;
  /** How long to go on trying, in milliseconds. @default 120000 */
  readonly patienceMs?: number;
  /** Called before each further attempt. */
  readonly onRetry?: (retry: LockRetry) => void;
  /** Called before an index is built. */
  readonly onBuild?: (index: NextIndex) => void;
}

/** What a switch did. */
export interface ActivateResult extends SwitchResult {
  /** Products that were embedded before the switch, because they had changed. */
  readonly filled: number;
}

/** Products that the first switch may embed while writers wait; doubled at each further one. */
const firstLimit = 16;
const maxRounds = 6;

/**
 * Makes the new vectors the live ones. What changed meanwhile is embedded first, the last few products
 * within the switch; where more change than that, it begins again and takes more of them along.
 *
 * @throws {ReembedError} `WRITERS_TOO_FAST` when products change faster than they are embedded.
 * @throws {PgCorpusError} `TIMEOUT`, `REEMBEDDING_STATE`.
 * @example
 * await activateVectors(job, { session }); // { lockedMs: 2.4, caughtUp: 3, attempts: 1, filled: 12 }
 */
export async function activateVectors(
  job: ReembedJob,
  options: ActivateOptions,
): Promise<ActivateResult> {
  const { db, table, signal } = job;
  const { session, lockTimeoutMs, patienceMs, onRetry, onBuild } = options;
  const building = { table, session, ...given({ onBuild, signal }) };
  const waiting = given({ lockTimeoutMs, patienceMs, onRetry, signal });
  let filled = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    filled += (await fillNextVectors(job, options)).written;
    await buildNextIndexes(db, building);
    try {
      const result = await activateNextEmbeddings(db, {
        table,
        embed: (stale) => embedStale(job, stale),
        maxLockedProducts: firstLimit * 2 ** round,
        ...waiting,
      });
      return { ...result, filled };
    } catch (error) {
      if (!isIncomplete(error)) throw error;
    }
  }
  throw new ReembedError(
    "WRITERS_TOO_FAST",
    `Expected at most ${firstLimit * 2 ** (maxRounds - 1)} products to change within a switch, got more in each of ${maxRounds} attempts.`,
    { hint: "Pause what writes to the table for the switch, or embed with more cores." },
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
