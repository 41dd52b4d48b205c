import type { Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { Reembedding } from "../switch-over/reembedding.ts";
import type { NextEmbeddings } from "../switch-over/write-next-embeddings.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { VectorColumn } from "../vector-columns.ts";
import { vectorColumns } from "../vector-columns.ts";
import { copyIntoGeneration } from "./copy-into-generation.ts";

/**
 * Writes new vectors to the tables of a generation. The product table is not touched, nor locked
 * against its writers: a product that changes meanwhile is stale by its hash, and one that is deleted is
 * in no result.
 */
export async function writeGeneration(
  session: Session,
  names: ResolvedTableNames,
  { job, embeddings }: { readonly job: Reembedding; readonly embeddings: NextEmbeddings },
): Promise<number> {
  const { ids, sources } = embeddings;
  const columns = vectorColumns(embeddings, names);
  for (const column of columns) checkWidth(column, job);
  if (ids.length === 0) return 0;
  const products = await inspectTable(session, names, ["id", "contentEmbedding"]);
  const generation = job.generation ?? 0;
  await copyIntoGeneration(session, names, { products, generation, ids, sources, columns });
  return ids.length;
}

function checkWidth({ key, matrix }: VectorColumn, { model }: Reembedding): void {
  if (matrix.dimensions === model.dimensions) return;
  throw new PgCorpusError({
    code: "DIMENSION_MISMATCH",
    message: `Expected ${key} vectors of ${model.dimensions} dimensions, those of ${model.name}, got ${matrix.dimensions}.`,
    hint: "Embed with the model that the re-embedding was begun with.",
    details: { expected: model.dimensions, actual: matrix.dimensions },
  });
}
