import type { Database, Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { columnIndexes } from "./column-indexes.ts";
import { setActiveModel, updateReembedding } from "./job-tables.ts";
import type { ActiveModel } from "./reembedding.ts";
import type { Rename } from "./rename-together.ts";
import { renameTogether } from "./rename-together.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { nextName, previousName, switchColumns } from "./switch-columns.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { lockEverybodyOut, waitForLock } from "./wait-for-lock.ts";

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
 * @throws {PgCorpusError} `REEMBEDDING_STATE` when there was no switch or it has been cleaned up;
 *   `TIMEOUT` when there was no lock within the patience.
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
      const { previous } = await requireReembedding(session, names, ["active"]);
      const renames = await restoringRenames(session, names);
      await updateReembedding(session, names, { state: "rolled-back", previous: null });
      await setActiveModel(session, names, previous ?? undefined);
      await lockEverybodyOut(session, names);
      lockedAt = performance.now();
      await renameTogether(session, names, renames);
      return previous;
    },
  });
  return { lockedMs: performance.now() - lockedAt, active, attempts };
}

async function restoringRenames(
  session: Session,
  names: ResolvedTableNames,
): Promise<readonly Rename[]> {
  const { vectors } = switchColumns(names);
  const of = (columns: readonly string[]) => columnIndexes(session, names, columns);
  const former = new Set((await of(vectors.map(({ previous }) => previous))).map((i) => i.name));
  const present = await of(vectors.map(({ live }) => live));
  const pairs = present.filter(({ name }) => former.has(previousName(name)));
  return [
    ...vectors.flatMap(({ live, next, previous }): readonly Rename[] => [
      { kind: "column", from: live, to: next },
      { kind: "column", from: previous, to: live },
    ]),
    ...pairs.flatMap(({ name }): readonly Rename[] => [
      { kind: "index", from: name, to: nextName(name) },
      { kind: "index", from: previousName(name), to: name },
    ]),
  ];
}
