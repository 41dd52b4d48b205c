import type { Database, Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { columnIndexes } from "./column-indexes.ts";
import type { ReembeddingCounts } from "./count-reembedding.ts";
import { countReembedding } from "./count-reembedding.ts";
import { findActiveModel, setActiveModel, updateReembedding } from "./job-tables.ts";
import type { Rename } from "./rename-together.ts";
import { renameTogether } from "./rename-together.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { nextName, previousName, switchColumns } from "./switch-columns.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { lockEverybodyOut, waitForLock } from "./wait-for-lock.ts";

/** What a switch did. */
export interface SwitchResult {
  /** How long readers were locked out, in milliseconds. */
  readonly lockedMs: number;
  /** Attempts until the lock was there. */
  readonly attempts: number;
}

/**
 * Makes the new vectors the ones that readers see, in one short transaction: swaps the names of
 * columns and indexes and records the active model. The former vectors stay under `…__previous`.
 * Whatever fails, everything is as it was.
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
  await requireReembedding(db, names, ["loading", "rolled-back"]);
  refuseGaps(await countReembedding(db, { table: options.table ?? {} }));
  let lockedAt = 0;
  const attempts = await waitForLock(db, names, {
    ...options,
    run: async (session, attempt) => {
      const job = await requireReembedding(session, names, ["loading", "rolled-back"]);
      const previous = (await findActiveModel(session, names)) ?? null;
      await updateReembedding(session, names, { state: "active", previous });
      await setActiveModel(session, names, job.model);
      const renames = await activationRenames(session, names);
      await lockEverybodyOut(session, names);
      lockedAt = performance.now();
      await renameTogether(session, names, renames);
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

async function activationRenames(
  session: Session,
  names: ResolvedTableNames,
): Promise<readonly Rename[]> {
  const { vectors } = switchColumns(names);
  const of = (columns: readonly string[]) => columnIndexes(session, names, columns);
  const present = (await of(vectors.map(({ live }) => live))).filter(({ valid }) => valid);
  const built = await of(vectors.map(({ next }) => next));
  const valid = new Set(built.filter((index) => index.valid).map(({ name }) => name));
  const missing = present.find(({ name }) => !valid.has(nextName(name)));
  if (missing !== undefined) throw incomplete(`index "${missing.name}" has no counterpart`);
  return [
    ...vectors.flatMap(({ live, next, previous }): readonly Rename[] => [
      { kind: "column", from: live, to: previous },
      { kind: "column", from: next, to: live },
    ]),
    ...present.flatMap(({ name }): readonly Rename[] => [
      { kind: "index", from: name, to: previousName(name) },
      { kind: "index", from: nextName(name), to: name },
    ]),
  ];
}

function incomplete(came: string): PgCorpusError {
  return new PgCorpusError({
    code: "SWITCH_INCOMPLETE",
    message: `Expected the new vectors and their indexes to be complete, but ${came}.`,
    hint: "Embed and index what is left, then switch.",
  });
}
