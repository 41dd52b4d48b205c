import type { Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import type { SwitchCheck } from "./find-obstacles.ts";
import { findObstacles } from "./find-obstacles.ts";
import { findActiveModel, findReembedding } from "./job-tables.ts";
import type { ActiveModel, Reembedding } from "./reembedding.ts";
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
  options: { readonly table?: TableNames } = {},
): Promise<ReembeddingDescription> {
  const names = resolveTableNames(options.table);
  await inspectTable(session, names, ["id", "status", "contentEmbedding", "titleEmbedding"]);
  return {
    active: await findActiveModel(session, names),
    reembedding: await findReembedding(session, names),
    columns: switchColumns(names),
    check: await findObstacles(session, names),
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
