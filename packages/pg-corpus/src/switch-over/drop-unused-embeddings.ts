import type { Database } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { resolveTableNames } from "../table-names.ts";
import { deleteReembedding } from "./job-tables.ts";
import type { Reembedding } from "./reembedding.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { switchColumns } from "./switch-columns.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { lockEverybodyOut, waitForLock } from "./wait-for-lock.ts";

/** What a clean-up did. */
export interface DropUnusedResult {
  /** The re-embedding that is over. */
  readonly ended: Reembedding;
  /** Columns that were dropped, with their indexes. */
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
  const { vectors, source } = switchColumns(names);
  return waitForLock(db, names, {
    ...options,
    run: async (session) => {
      const ended = await requireReembedding(session, names);
      const unused = vectors.map(({ next, previous }) =>
        ended.state === "active" ? previous : next,
      );
      const dropped = [...unused, source];
      const drops = dropped.map((name) => `DROP COLUMN IF EXISTS ${quoteIdentifier(name)}`);
      await lockEverybodyOut(session, names);
      await session.query(`ALTER TABLE ${names.quoted} ${drops.join(", ")}`);
      await deleteReembedding(session, names);
      return { ended, dropped };
    },
  });
}
