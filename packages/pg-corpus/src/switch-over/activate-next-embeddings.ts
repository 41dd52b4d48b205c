import type { Database, Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { columnIndexes } from "./column-indexes.ts";
import { findActiveModel, setActiveModel, updateReembedding } from "./job-tables.ts";
import type { Rename } from "./rename-together.ts";
import { renameTogether } from "./rename-together.ts";
import { requireReembedding } from "./require-reembedding.ts";
import type { StaleProduct } from "./stale-products.ts";
import { staleProducts } from "./stale-products.ts";
import { nextName, previousName, switchColumns } from "./switch-columns.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { waitForLock, writersLockTimeout } from "./wait-for-lock.ts";
import type { NextEmbeddings } from "./write-next-embeddings.ts";
import { writeNextEmbeddings } from "./write-next-embeddings.ts";

/** How a switch is made. */
export interface ActivateNextOptions extends SwitchOptions {
  /** Embeds the products that changed last, while those who write to the table wait. */
  readonly embed: (products: readonly StaleProduct[]) => Promise<NextEmbeddings>;
  /** How many products may be left for that moment. @default 32 */
  readonly maxLockedProducts?: number;
}

/** What a switch did. */
export interface SwitchResult {
  /** How long readers were locked out, in milliseconds. */
  readonly lockedMs: number;
  /** Products that were embedded within the switch. */
  readonly caughtUp: number;
  /** Attempts until the locks were there. */
  readonly attempts: number;
}

/**
 * Makes the new vectors the ones that readers see, in one transaction: stops writers, embeds what
 * changed last, stops readers, swaps the names of columns and indexes, records the active model.
 * The former vectors stay under `…__previous`. Whatever fails, everything is as it was.
 *
 * @throws {PgCorpusError} `SWITCH_INCOMPLETE` when more products have changed than may be embedded
 *   within the switch, or an index is missing: fill and build again, then try again; `TIMEOUT` when
 *   there was no lock within the patience; `REEMBEDDING_STATE` when there is nothing to activate.
 * @example
 * await activateNextEmbeddings(db, { embed }); // { lockedMs: 2.4, caughtUp: 3, attempts: 1 }
 */
export async function activateNextEmbeddings(
  db: Database,
  options: ActivateNextOptions,
): Promise<SwitchResult> {
  const names = resolveTableNames(options.table);
  let lockedAt = 0;
  let attempts = 0;
  const caughtUp = await waitForLock(db, names, {
    ...options,
    run: async (session, attempt) => {
      attempts = attempt;
      await lockWriters(session, names, { attempt, lockTimeoutMs: options.lockTimeoutMs });
      const job = await requireReembedding(session, names, ["loading", "rolled-back"]);
      const count = await catchUp(session, options);
      const renames = await activationRenames(session, names);
      const previous = (await findActiveModel(session, names)) ?? null;
      await updateReembedding(session, names, { state: "active", previous });
      await setActiveModel(session, names, job.model);
      await session.query(`LOCK TABLE ${names.quoted} IN ACCESS EXCLUSIVE MODE`);
      lockedAt = performance.now();
      await renameTogether(session, names, renames);
      return count;
    },
  });
  return { lockedMs: performance.now() - lockedAt, caughtUp, attempts };
}

async function lockWriters(
  session: Session,
  names: ResolvedTableNames,
  options: { readonly attempt: number; readonly lockTimeoutMs: number | undefined },
): Promise<void> {
  const { attempt, lockTimeoutMs = 200 } = options;
  await session.query(`SET LOCAL lock_timeout = ${writersLockTimeout(attempt, lockTimeoutMs)}`);
  await session.query(`LOCK TABLE ${names.quoted} IN SHARE ROW EXCLUSIVE MODE`);
  await session.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
}

async function catchUp(
  session: Session,
  { table, embed, maxLockedProducts = 32 }: ActivateNextOptions,
): Promise<number> {
  const names = table ?? {};
  const stale = await staleProducts(session, { table: names, limit: maxLockedProducts + 1 });
  if (stale.length === 0) return 0;
  if (stale.length > maxLockedProducts) {
    throw incomplete(`more than ${maxLockedProducts} products have changed or lack a vector`);
  }
  const written = await writeNextEmbeddings(session, await embed(stale), { table: names });
  if (written < stale.length) throw incomplete("a product is locked by another transaction");
  return written;
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
    message: `Expected the new vectors to be complete at the switch, but ${came}.`,
    hint: "Embed and index what is left, then switch; writers that never rest have to pause.",
  });
}
