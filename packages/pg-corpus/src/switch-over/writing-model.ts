import type { Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findActiveModel } from "./job-tables.ts";
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

/** Throws `MODEL_MISMATCH` when readers see the vectors of another model than this one. */
export async function requireActiveModel(
  session: Session,
  names: ResolvedTableNames,
  fingerprint: string | undefined,
): Promise<void> {
  if (fingerprint === undefined) return;
  await keepNames(session, names);
  const active = await findActiveModel(session, names);
  if (active !== undefined) refuseOtherModel(names, fingerprint, active);
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
