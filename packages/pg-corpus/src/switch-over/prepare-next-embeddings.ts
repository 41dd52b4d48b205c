import type { Database, Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import {
  createJobTables,
  findActiveModel,
  findReembedding,
  insertReembedding,
} from "./job-tables.ts";
import type { EmbeddingModel, Reembedding, StrategyName } from "./reembedding.ts";
import { refuseOtherReembedding } from "./refuse-other-reembedding.ts";
import { chooseStrategy, refuseStrategy, strategyOf } from "./strategy-of.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { waitForLock } from "./wait-for-lock.ts";

/** What a re-embedding is begun with. */
export interface PrepareNextOptions extends SwitchOptions {
  /** The new model. */
  readonly model: EmbeddingModel;
  /** Version of the rule by which products become texts. */
  readonly textVersion: string;
  /**
   * How the table comes to its new vectors. @default that of the re-embedding that was begun; else
   * "columns", or "generations" where readers see one
   */
  readonly strategy?: StrategyName;
}

/**
 * Begins a re-embedding: makes room for the new vectors (columns beside the present ones, with the same
 * type, storage and privileges, or tables of their own) and records the new model. Readers notice
 * nothing. Running it again for the same model goes on with what is there.
 *
 * @throws {PgCorpusError} `SWITCH_OBSTACLE` when something stands against the strategy (all reasons
 *   are told), `REEMBEDDING_STATE` when another re-embedding is not finished or cleaned up,
 *   `DIMENSION_MISMATCH` in place, `PERMISSION_DENIED` unless the user owns the table, `TIMEOUT`,
 *   `TABLE_MISSING`, `COLUMN_MISSING`.
 * @example
 * const model = { name: "tuned", fingerprint: "9f86…", precision: "fp32", dimensions: 384 };
 * (await prepareNextEmbeddings(db, { model, textVersion: "1" })).state; // "loading"
 */
export async function prepareNextEmbeddings(
  db: Database,
  options: PrepareNextOptions,
): Promise<Reembedding> {
  const names = resolveTableNames(options.table);
  await inspectTable(db, names, ["id", "status", "contentEmbedding", "titleEmbedding"]);
  const there = await findReembedding(db, names);
  if (there !== undefined) {
    refuseOtherReembedding(there, options);
    return there;
  }
  const strategy = await chooseStrategy(db, names, options.strategy);
  await refuseStrategy(db, names, strategy);
  const tables = (session: Session) => createJobTables(session, names);
  await waitForLock(db, names, { ...options, run: tables });
  const run = (session: Session) => begin(session, names, { ...options, strategy });
  return waitForLock(db, names, { ...options, run });
}

async function begin(
  session: Session,
  names: ResolvedTableNames,
  options: PrepareNextOptions & { readonly strategy: StrategyName },
): Promise<Reembedding> {
  const begun = await findReembedding(session, names); // by another worker, while we waited
  if (begun !== undefined) {
    refuseOtherReembedding(begun, options);
    return begun;
  }
  const { model, textVersion, strategy } = options;
  const generation = ((await findActiveModel(session, names))?.generation ?? 0) + 1;
  await strategyOf({ strategy }).prepare(session, names, { model, generation });
  const numbered = strategy === "generations" ? generation : null;
  await insertReembedding(session, names, { model, textVersion, strategy, generation: numbered });
  const job = await findReembedding(session, names);
  if (job === undefined) throw new TypeError("Expected the re-embedding that was just begun.");
  return job;
}
