import {
  describeReembedding,
  readActiveModel,
  type Database,
  type TableNames,
} from "@searchfit/pg-corpus";
import type { TableModels } from "../models/follow-models.ts";

/**
 * Which models a table's vectors are of: the active one, and around a re-embedding its new and its
 * former one. Without the right to read `searchfit_reembedding`, the active one only.
 */
export async function readTableModels(database: Database, table: TableNames): Promise<TableModels> {
  const active = (await readActiveModel(database, { table }))?.fingerprint ?? null;
  const reembedding = await describeReembedding(database, { table }).then(
    (description) => description.reembedding,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "PERMISSION_DENIED") return;
      throw error;
    },
  );
  if (reembedding === undefined) return { active, around: [] };
  const { model, previous, state, strategy } = reembedding;
  const around = [model.fingerprint, previous?.fingerprint ?? null];
  const isUnseen = state !== "active" && strategy !== "in-place";
  return { active, around, ...(isUnseen && { unseen: model.fingerprint }) };
}
