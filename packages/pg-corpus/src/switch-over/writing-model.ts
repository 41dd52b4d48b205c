import type { Session } from "../database.ts";
import { hasSqlState } from "../has-sql-state.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findActiveModel, findReembedding } from "./job-tables.ts";
import type { EmbeddingModel } from "./reembedding.ts";

/**
 * Keeps the names of the columns as they are until the end of the transaction: a switch waits. Taken
 * before the state is read, because a switch between the two would lead the vectors into the column
 * of the other model. Who reads or writes the table does not notice.
 */
export async function keepNames(session: Session, names: ResolvedTableNames): Promise<void> {
  await session.query(`LOCK TABLE ${names.quoted} IN ROW EXCLUSIVE MODE`);
}

/** The same for a transaction that reads alone: column names and the active model belong together. */
export async function keepReading(session: Session, names: ResolvedTableNames): Promise<void> {
  await session.query(`SELECT 1 FROM ${names.quoted} LIMIT 0`); // LOCK TABLE asks for more on PostgreSQL < 16
}

/**
 * Throws `MODEL_MISMATCH` when readers see the vectors of another model than this one. Where no model
 * is recorded yet, that is certain of the one that a re-embedding has not switched to. Called inside a
 * transaction.
 */
export async function requireActiveModel(
  session: Session,
  names: ResolvedTableNames,
  fingerprint: string | undefined,
): Promise<void> {
  if (fingerprint === undefined) return;
  await keepNames(session, names);
  const active = await findActiveModel(session, names);
  if (active !== undefined) return refuseOtherModel(names, fingerprint, active);
  const next = await findInvisibleModel(session, names);
  if (next?.fingerprint === fingerprint) throw notActiveYet(names, next);
}

const insufficientPrivilege = "42501";

/** The model of a re-embedding whose vectors readers do not see; undefined where we may not know. */
async function findInvisibleModel(
  session: Session,
  names: ResolvedTableNames,
): Promise<EmbeddingModel | undefined> {
  await session.query("SAVEPOINT searchfit_model");
  try {
    const job = await findReembedding(session, names);
    const isSeen = job?.state === "active" || job?.strategy === "in-place";
    return isSeen ? undefined : job?.model;
  } catch (error) {
    if (!hasSqlState(error, [insufficientPrivilege])) throw error;
    await session.query("ROLLBACK TO SAVEPOINT searchfit_model");
    return undefined;
  }
}

function notActiveYet(names: ResolvedTableNames, model: EmbeddingModel): PgCorpusError {
  return new PgCorpusError({
    code: "MODEL_MISMATCH",
    message: `Expected vectors of the model that readers of ${names.quoted} see, got vectors of ${model.name} (${model.fingerprint.slice(0, 12)}), whose re-embedding is not active.`,
    hint: "Embed with the former model until the switch; vectors of two models do not compare.",
    details: { expected: null, actual: model.fingerprint },
  });
}

/** Throws `MODEL_MISMATCH` when a fingerprint is given and is not that of the model. */
export function refuseOtherModel(
  names: ResolvedTableNames,
  fingerprint: string | undefined,
  expected: EmbeddingModel,
): void {
  if (fingerprint === undefined || fingerprint === expected.fingerprint) return;
  throw new PgCorpusError({
    code: "MODEL_MISMATCH",
    message: `Expected vectors of ${expected.name} (${expected.fingerprint.slice(0, 12)}) for ${names.quoted}, got vectors of the model ${fingerprint.slice(0, 12)}.`,
    hint: "Embed with the model that readActiveModel names; vectors of two models do not compare.",
    details: { expected: expected.fingerprint, actual: fingerprint },
  });
}
