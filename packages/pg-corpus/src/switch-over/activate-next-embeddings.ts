import type { Database } from "../database.ts";
import { resolveTableNames } from "../table-names.ts";
import type { ReembeddingCounts } from "./count-reembedding.ts";
import { countReembedding } from "./count-reembedding.ts";
import { findActiveModel, setActiveModel, updateReembedding } from "./job-tables.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { strategyOf } from "./strategy-of.ts";
import { incomplete } from "./switch-incomplete.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { waitForLock } from "./wait-for-lock.ts";

/** What a switch did. */
export interface SwitchResult {
  /** How long readers were locked out, in milliseconds. */
  readonly lockedMs: number;
  /** Attempts until the lock was there. */
  readonly attempts: number;
}

/**
 * Makes the new vectors the ones that readers see, in one short transaction: swaps the names of
 * columns and indexes (or replaces the view over the generations) and records the active model. The
 * former vectors are kept, except where they were written over. Whatever fails, everything is as it was.
 *
 * Nothing is embedded under the lock: fill before it, and once more after it, for the products that
 * changed in the last moment (`staleProducts` gives them).
 *
 * @throws {PgCorpusError} `SWITCH_INCOMPLETE` when an index is missing or more than 1 % of the
 *   products (at least 64) lack new vectors; `TIMEOUT` when there was no lock within the patience;
 *   `REEMBEDDING_STATE` when there is nothing to activate.
 * @example
 * await activateNextEmbeddings(db); // { lockedMs: 2.4, attempts: 1 }
 */
export async function activateNextEmbeddings(
  db: Database,
  options: SwitchOptions = {},
): Promise<SwitchResult> {
  const names = resolveTableNames(options.table);
  const begun = await requireReembedding(db, names, ["loading", "rolled-back"]);
  refuseGaps(await countReembedding(db, { table: options.table ?? {} }));
  await strategyOf(begun).settle(db, names, { ...options, job: begun });
  let lockedAt = 0;
  const attempts = await waitForLock(db, names, {
    ...options,
    run: async (session, attempt) => {
      const job = await requireReembedding(session, names, ["loading", "rolled-back"]);
      const previous = (await findActiveModel(session, names)) ?? null;
      await updateReembedding(session, names, { state: "active", previous });
      await setActiveModel(session, names, { ...job.model, generation: job.generation });
      lockedAt = await strategyOf(job).activate(session, names, { job, previous });
      return attempt;
    },
  });
  return { lockedMs: performance.now() - lockedAt, attempts };
}

/** Share of the products, and number, that may be left for the moment after the switch. */
const maxStaleShare = 0.01;
const maxStaleCount = 64;

function refuseGaps({ active, stale }: ReembeddingCounts): void {
  if (stale <= Math.max(maxStaleCount, active * maxStaleShare)) return;
  throw incomplete(`${stale} of ${active} products lack new vectors or have changed since`);
}
