import type { CopyValue } from "./binary-copy.ts";
import type { Database, Session, WriteOptions } from "./database.ts";
import { keepActiveGeneration, writeActiveGeneration } from "./generations/active-generation.ts";
import { readingNames } from "./generations/vector-source.ts";
import type { TableInspection } from "./inspect-table.ts";
import { columnOf, inspectTable } from "./inspect-table.ts";
import { lockStaged } from "./lock-staged.ts";
import type { VectorMatrix } from "./matrix.ts";
import { rowOf } from "./matrix.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { stagedTable, stageRows } from "./stage-rows.ts";
import { checkBatchSize } from "./stream-cursor.ts";
import { requireActiveModel } from "./switch-over/writing-model.ts";
import type { ResolvedTableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";
import { checkDimensions } from "./vector-column.ts";
import type { VectorColumn } from "./vector-columns.ts";
import { vectorColumns } from "./vector-columns.ts";
import { requireVectorExtension } from "./vector-extension.ts";

/** Vectors and the products they belong to: row i of a matrix belongs to `ids[i]`. */
export interface EmbeddingsToWrite {
  /** Product ids without repeats. */
  readonly ids: readonly string[];
  /** Vectors of the products' texts. @default left alone */
  readonly content?: VectorMatrix;
  /** Vectors of the titles. @default left alone */
  readonly title?: VectorMatrix;
}

/** What a write of vectors did. */
export interface WriteEmbeddingsResult {
  /** Products that have the vectors now. */
  readonly written: number;
  /** Ids that no product has. */
  readonly missing: readonly string[];
}

/** How vectors are written. */
export interface WriteEmbeddingsOptions extends WriteOptions {
  /**
   * Fingerprint of the model that made the vectors: refused when the table's readers see another
   * model's, also when a switch comes in between two batches. @default not checked
   */
  readonly fingerprint?: string;
}

interface BatchPlan {
  readonly names: ResolvedTableNames;
  readonly columns: readonly VectorColumn[];
  readonly vectorType: string;
  readonly table: TableInspection;
  readonly update: string;
  readonly check: (session: Session) => Promise<void>;
}

/**
 * Writes vectors to their products: binary COPY into a temporary table, then one UPDATE a batch.
 * Each batch is one transaction, so a job that is stopped goes on with what is left. Where readers see
 * a generation, it is written there.
 *
 * @throws {PgCorpusError} `DIMENSION_MISMATCH` when a column has another width, `INVALID_VECTOR` when
 *   a number is not finite (before anything is written), `MODEL_MISMATCH` when readers see the vectors
 *   of another model than `fingerprint`, `TABLE_MISSING`, `COLUMN_MISSING`.
 * @throws {RangeError} When a matrix has not as many rows as there are ids, or an id comes twice.
 * @example
 * await writeEmbeddings(db, { ids: ["p1"], content: { data: Float32Array.of(1, 0), rows: 1, dimensions: 2 } });
 * // { written: 1, missing: [] }
 */
export async function writeEmbeddings(
  db: Database,
  embeddings: EmbeddingsToWrite,
  options: WriteEmbeddingsOptions = {},
): Promise<WriteEmbeddingsResult> {
  const names = resolveTableNames(options.table);
  const columns = vectorColumns(embeddings, names);
  const reading = await readingNames(db, names);
  const table = await inspectTable(db, reading, ["id", ...columns.map(({ key }) => keyOf(key))]);
  for (const { name, matrix } of columns) checkDimensions(table, name, matrix.dimensions);
  const { schema } = await requireVectorExtension(db);
  const plan = {
    names,
    columns,
    vectorType: `${schema}.vector`,
    table,
    update: updateSql(table, names, columns),
    check: (session: Session) => requireActiveModel(session, names, options.fingerprint),
  };
  const { ids } = embeddings;
  const size = checkBatchSize(options.batchSize);
  const missing: string[] = [];
  for (let start = 0; start < ids.length; start += size) {
    options.signal?.throwIfAborted();
    const end = Math.min(start + size, ids.length);
    const found = await db.transaction((session) => writeBatch(session, plan, { ids, start, end }));
    missing.push(...ids.slice(start, end).filter((id) => !found.has(id)));
    options.onProgress?.({ done: end, total: ids.length });
  }
  return { written: ids.length - missing.length, missing };
}

function keyOf(key: "content" | "title"): "contentEmbedding" | "titleEmbedding" {
  return key === "content" ? "contentEmbedding" : "titleEmbedding";
}

function updateSql(
  table: TableInspection,
  names: ResolvedTableNames,
  columns: readonly VectorColumn[],
): string {
  const set = columns.map(({ key, name }) => `${quoteIdentifier(name)} = staged."${key}"`);
  const id = quoteIdentifier(names.columns.id);
  const idType = columnOf(table, names.columns.id)?.castType ?? "text";
  return `
    UPDATE ${names.quoted} AS target SET ${set.join(", ")} FROM ${stagedTable} AS staged
    WHERE target.${id} = staged."id"::${idType} RETURNING staged."id"`;
}

async function writeBatch(
  session: Session,
  { names, table, columns, vectorType, update, check }: BatchPlan,
  { ids, start, end }: { ids: readonly string[]; start: number; end: number },
): Promise<ReadonlySet<string>> {
  if (columns.length === 0) return new Set(ids);
  const generation = await keepActiveGeneration(session, names);
  await check(session); // no switch can come after the look, as what readers see is kept by now
  if (generation !== null) {
    const batch = columns.map((column) => ({ ...column, matrix: part(column.matrix, start, end) }));
    const some = { generation, ids: ids.slice(start, end), columns: batch };
    return writeActiveGeneration(session, names, some);
  }
  function* rows(): Generator<readonly CopyValue[]> {
    for (let row = start; row < end; row += 1) {
      yield [ids[row] ?? null, ...columns.map(({ matrix }) => rowOf(matrix, row))];
    }
  }
  const vectors = columns.map(({ key }) => ({ name: key, type: vectorType }));
  await stageRows(session, [{ name: "id", type: "text" }, ...vectors], rows());
  await lockStaged(session, table, names);
  return new Set((await session.query<{ id: string }>(update)).map(({ id }) => id));
}

function part({ data, dimensions }: VectorMatrix, start: number, end: number): VectorMatrix {
  const some = data.subarray(start * dimensions, end * dimensions);
  return { data: some, rows: end - start, dimensions };
}
