import type { CopyValue } from "../binary-copy.ts";
import type { Session } from "../database.ts";
import type { TableInspection } from "../inspect-table.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { rowOf } from "../matrix.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { stagedTable, stageRows } from "../stage-rows.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { checkDimensions } from "../vector-column.ts";
import type { VectorColumn } from "../vector-columns.ts";
import { vectorColumns } from "../vector-columns.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import type { EmbeddingsToWrite } from "../write-embeddings.ts";
import { requireReembedding, withNewVectors } from "./require-reembedding.ts";
import { sourceHash } from "./source-hash.ts";
import { switchColumns } from "./switch-columns.ts";
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
 * A product is left out when its text has changed since it was read (its vector would be stale from
 * the start) and when another transaction is changing it just now (nobody is made to wait, and no
 * deadlock can come of it); `staleProducts` gives it again.
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
  await keepNames(session, names);
  const job = await requireReembedding(session, names);
  refuseOtherModel(names, embeddings.fingerprint, job.model);
  const next = withNewVectors(names, job);
  const columns = vectorColumns(embeddings, next);
  const table = await inspectTable(session, next, ["id", "contentEmbedding", "titleEmbedding"]);
  for (const { name, matrix } of columns) checkDimensions(table, name, matrix.dimensions);
  if (ids.length === 0) return 0;
  await stage(session, embeddings, columns);
  const statements = writeStatements(table, names, columns);
  const free = await session.query<{ id: string }>(statements.lock);
  const written = await session.query(statements.update, [free.map(({ id }) => id)]);
  return written.length;
}

async function stage(
  session: Session,
  { ids, sources }: NextEmbeddings,
  columns: readonly VectorColumn[],
): Promise<void> {
  const { schema } = await requireVectorExtension(session);
  const vectors = columns.map(({ key }) => ({ name: key, type: `${schema}.vector` }));
  const rows = ids.map((id, row): readonly CopyValue[] => [
    id,
    sources[row] ?? null,
    ...columns.map(({ matrix }) => rowOf(matrix, row)),
  ]);
  const texts = ["id", "source"].map((name) => ({ name, type: "text" }));
  await stageRows(session, [...texts, ...vectors], rows);
}

function writeStatements(
  table: TableInspection,
  names: ResolvedTableNames,
  columns: readonly VectorColumn[],
): { readonly lock: string; readonly update: string } {
  const id = `target.${quoteIdentifier(names.columns.id)}`;
  const idType = columnOf(table, names.columns.id)?.castType ?? "text";
  const same = `${id} = staged."id"::${idType}`;
  const lock = `
    SELECT staged."id" FROM ${names.quoted} AS target JOIN ${stagedTable} AS staged ON ${same}
    FOR NO KEY UPDATE OF target SKIP LOCKED`;
  const source = quoteIdentifier(switchColumns(names).source);
  const set = [
    ...columns.map(({ key, name }) => `${quoteIdentifier(name)} = staged."${key}"`),
    `${source} = staged."source"::uuid`,
  ];
  const update = `
    UPDATE ${names.quoted} AS target SET ${set.join(", ")} FROM ${stagedTable} AS staged
    WHERE ${same} AND staged."id" = ANY ($1::text[])
      AND ${sourceHash(table, names)} = staged."source"::uuid
    RETURNING 1`;
  return { lock, update };
}
