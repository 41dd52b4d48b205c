import type { Database } from "../database.ts";
import { resolveTableNames } from "../table-names.ts";
import { deleteReembedding } from "./job-tables.ts";
import type { Reembedding } from "./reembedding.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { strategyOf } from "./strategy-of.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { waitForLock } from "./wait-for-lock.ts";

/** What a clean-up did. */
export interface DropUnusedResult {
  /** The re-embedding that is over. */
  readonly ended: Reembedding;
  /** Columns or tables that were dropped, with their indexes. */
  readonly dropped: readonly string[];
}

/**
 * Ends a re-embedding: drops the vectors that readers do not see, which are the former ones after a
 * switch and the new ones before it, with their indexes. The live vectors are not touched.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` when there is none, `TIMEOUT`.
 * @example
 * (await dropUnusedEmbeddings(db)).dropped; // ["content_embedding__previous", "title_embedding__previous", …]
 */
export async function dropUnusedEmbeddings(
  db: Database,
  options: SwitchOptions = {},
): Promise<DropUnusedResult> {
  const names = resolveTableNames(options.table);
  return waitForLock(db, names, {
    ...options,
    run: async (session) => {
      const ended = await requireReembedding(session, names);
      const strategy = strategyOf(ended);
      await strategy.drop(session, names, ended);
      await deleteReembedding(session, names);
      return { ended, dropped: strategy.unused(names, ended) };
    },
  });
}
