import type { Database } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { setActiveModel, updateReembedding } from "./job-tables.ts";
import type { ActiveModel, Reembedding } from "./reembedding.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { strategyOf } from "./strategy-of.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { waitForLock } from "./wait-for-lock.ts";

/** What a switch back did. */
export interface RestoreResult {
  /** How long readers were locked out, in milliseconds. */
  readonly lockedMs: number;
  /** The model that is active again; null where it is not known. */
  readonly active: ActiveModel | null;
  /** Attempts until the lock was there. */
  readonly attempts: number;
}

/**
 * Makes the former vectors the ones that readers see again, bit for bit as they were, and keeps the
 * new ones for another try. Products that were inserted or changed since the switch have no former
 * vector or that of their former text: count them before with `countReembedding`.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` when there was no switch, it has been cleaned up, or it
 *   was made in place; `TIMEOUT` when there was no lock within the patience.
 * @example
 * await restorePreviousEmbeddings(db); // { lockedMs: 1.9, active: null, attempts: 1 }
 */
export async function restorePreviousEmbeddings(
  db: Database,
  options: SwitchOptions = {},
): Promise<RestoreResult> {
  const names = resolveTableNames(options.table);
  let lockedAt = 0;
  let attempts = 0;
  const active = await waitForLock(db, names, {
    ...options,
    run: async (session, attempt) => {
      attempts = attempt;
      const job = await requireReembedding(session, names, ["active"]);
      refuseOverwritten(names, job);
      const { previous } = job;
      await updateReembedding(session, names, { state: "rolled-back", previous: null });
      await setActiveModel(session, names, previous ?? undefined);
      lockedAt = await strategyOf(job).restore(session, names, job);
      return previous;
    },
  });
  return { lockedMs: performance.now() - lockedAt, active, attempts };
}

function refuseOverwritten(names: ResolvedTableNames, { strategy }: Reembedding): void {
  if (strategy !== "in-place") return;
  throw new PgCorpusError({
    code: "REEMBEDDING_STATE",
    message: `Expected a switch of ${names.quoted} that kept the former vectors, got one in place, which wrote over them.`,
    hint: "Embed again with the former model.",
    details: { strategy },
  });
}
