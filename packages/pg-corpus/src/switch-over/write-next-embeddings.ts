import type { Session } from "../database.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import type { EmbeddingsToWrite } from "../write-embeddings.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { strategyOf } from "./strategy-of.ts";
import { keepNames, refuseOtherModel } from "./writing-model.ts";

/** Vectors of the new model and the products they belong to. */
export interface NextEmbeddings extends EmbeddingsToWrite {
  /** Hash of what the text was made from, one for each id, as `staleProducts` gave it. */
  readonly sources: readonly string[];
  /** Fingerprint of the model that made the vectors. @default not checked */
  readonly fingerprint?: string;
}

/**
 * Writes vectors of the new model: beside the present ones before a switch, in their place after it.
 * Called inside a transaction.
 *
 * A product is left out when another transaction is writing it just now, and where vectors are columns
 * of the product table also when its text has changed since it was read; `staleProducts` gives it again.
 *
 * @returns How many products were written.
 * @throws {PgCorpusError} `MODEL_MISMATCH` when the re-embedding is to a model of another fingerprint,
 *   `REEMBEDDING_STATE`, `DIMENSION_MISMATCH`, `INVALID_VECTOR`.
 * @throws {RangeError} When ids, hashes and matrices do not match.
 * @example
 * await db.transaction((session) => writeNextEmbeddings(session, { ids, sources, content, title })); // 64
 */
export async function writeNextEmbeddings(
  session: Session,
  embeddings: NextEmbeddings,
  options: { readonly table?: TableNames } = {},
): Promise<number> {
  const { ids, sources } = embeddings;
  if (sources.length !== ids.length)
    throw new RangeError(`Expected ${ids.length} hashes, got ${sources.length}.`);
  const names = resolveTableNames(options.table);
  const begun = strategyOf(await requireReembedding(session, names));
  // A switch or a clean-up between reading the state and writing would lead the vectors elsewhere.
  await keepNames(session, begun.reading(names));
  const job = await requireReembedding(session, names);
  refuseOtherModel(names, embeddings.fingerprint, job.model);
  return strategyOf(job).write(session, names, { job, embeddings });
}
