import type { Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import type { SwitchCheck } from "./find-obstacles.ts";
import { findActiveModel, findReembedding } from "./job-tables.ts";
import type { ActiveModel, Reembedding, StrategyName } from "./reembedding.ts";
import { checkStrategy, chooseStrategy, strategyOf } from "./strategy-of.ts";
import type { SwitchColumns } from "./switch-columns.ts";
import { switchColumns } from "./switch-columns.ts";

/** What is known about the models of a table. */
export interface ReembeddingDescription {
  /** The model whose vectors readers see, where a switch has recorded it. */
  readonly active: ActiveModel | undefined;
  /** The re-embedding that was begun and not cleaned up. */
  readonly reembedding: Reembedding | undefined;
  /** Names of the columns around a switch. */
  readonly columns: SwitchColumns;
  /** How the table comes to its new vectors: as begun, else as asked for, else as it was. */
  readonly strategy: StrategyName;
  /** Names of the columns or tables that a re-embedding makes. */
  readonly additions: readonly string[];
  /** Names of the columns or tables that a clean-up would drop; none without a re-embedding. */
  readonly unused: readonly string[];
  /** What stands against a switch. */
  readonly check: SwitchCheck;
}

/**
 * What is known about the models of a table; writes nothing.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `PERMISSION_DENIED`.
 * @example
 * (await describeReembedding(db)).reembedding?.state; // "loading"
 */
export async function describeReembedding(
  session: Session,
  options: { readonly table?: TableNames; readonly strategy?: StrategyName } = {},
): Promise<ReembeddingDescription> {
  const names = resolveTableNames(options.table);
  await inspectTable(session, names, ["id", "status", "contentEmbedding", "titleEmbedding"]);
  const active = await findActiveModel(session, names);
  const reembedding = await findReembedding(session, names);
  const strategy = await chooseStrategy(session, names, options.strategy);
  const { additions, unused } = strategyOf({ strategy });
  const generation = reembedding?.generation ?? (active?.generation ?? 0) + 1;
  return {
    active,
    reembedding,
    columns: switchColumns(names),
    strategy,
    additions: additions(names, generation),
    unused: reembedding === undefined ? [] : unused(names, reembedding),
    check: await checkStrategy(session, names, strategy),
  };
}

/**
 * The model whose vectors readers of a table see, as the last switch recorded it; undefined where
 * there was none. A query's vector has to come from this model.
 *
 * @throws {PgCorpusError} `PERMISSION_DENIED` without the right to read "searchfit_active_model".
 * @example
 * (await readActiveModel(db))?.fingerprint; // "9f86d081…"
 */
export async function readActiveModel(
  session: Session,
  options: { readonly table?: TableNames } = {},
): Promise<ActiveModel | undefined> {
  return findActiveModel(session, resolveTableNames(options.table));
}
