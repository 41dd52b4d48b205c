import type { CopyValue } from "./binary-copy.ts";
import type { Database, Session, WriteOptions } from "./database.ts";
import type { TableInspection } from "./inspect-table.ts";
import { columnOf, inspectTable } from "./inspect-table.ts";
import type { VectorMatrix } from "./matrix.ts";
import { rowOf } from "./matrix.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { stagedTable, stageRows } from "./stage-rows.ts";
import { checkBatchSize } from "./stream-cursor.ts";
import type { ResolvedTableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";
import { checkDimensions } from "./vector-column.ts";
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

interface VectorColumn {
  readonly key: "content" | "title";
  readonly name: string;
  readonly matrix: VectorMatrix;
}

interface BatchPlan {
  readonly columns: readonly VectorColumn[];
  readonly vectorType: string;
  readonly update: string;
}

/**
 * Writes vectors to their products: binary COPY into a temporary table, then one UPDATE a batch.
 * Each batch is one transaction, so a job that is stopped goes on with what is left.
 *
 * @throws {PgCorpusError} `DIMENSION_MISMATCH` when a column has another width, `INVALID_VECTOR` when
 *   a number is not finite (before anything is written), `TABLE_MISSING`, `COLUMN_MISSING`.
 * @throws {RangeError} When a matrix has not as many rows as there are ids, or an id comes twice.
 * @example
 * await writeEmbeddings(db, { ids: ["p1"], content: { data: Float32Array.of(1, 0), rows: 1, dimensions: 2 } });
 * // { written: 1, missing: [] }
 */
export async function writeEmbeddings(
  db: Database,
  embeddings: EmbeddingsToWrite,
  options: WriteOptions = {},
): Promise<WriteEmbeddingsResult> {
  const names = resolveTableNames(options.table);
  const columns = vectorColumns(embeddings, names);
  const table = await inspectTable(db, names, ["id", ...columns.map(({ key }) => keyOf(key))]);
  for (const { name, matrix } of columns) checkDimensions(table, name, matrix.dimensions);
  const { schema } = await requireVectorExtension(db);
  const plan = {
    columns,
    vectorType: `${schema}.vector`,
    update: updateSql(table, names, columns),
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

function vectorColumns(
  { ids, content, title }: EmbeddingsToWrite,
  { columns }: ResolvedTableNames,
): readonly VectorColumn[] {
  if (new Set(ids).size !== ids.length) throw new RangeError("Expected ids without repeats.");
  const given = [
    { key: "content", name: columns.contentEmbedding, matrix: content },
    { key: "title", name: columns.titleEmbedding, matrix: title },
  ] as const;
  return given.flatMap(({ key, name, matrix }) => {
    if (matrix === undefined) return [];
    if (name === null) throw new RangeError(`Expected a column for ${key} vectors, got null.`);
    checkMatrix(key, matrix, ids);
    return [{ key, name, matrix }];
  });
}

function checkMatrix(key: string, matrix: VectorMatrix, ids: readonly string[]): void {
  const { data, rows, dimensions } = matrix;
  if (rows !== ids.length || data.length !== rows * dimensions) {
    throw new RangeError(
      `Expected ${ids.length} ${key} vectors of ${dimensions} dimensions, got ${rows} rows and ${data.length} numbers.`,
    );
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const id = ids[Math.floor(bad / dimensions)];
  throw new PgCorpusError({
    code: "INVALID_VECTOR",
    message: `Product ${JSON.stringify(id)}: expected a ${key} vector of finite numbers, got ${data[bad] ?? "nothing"} at position ${bad % dimensions}.`,
    hint: "The model gave no valid embedding for this product's text; nothing was written.",
    details: { id, column: key },
  });
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
  { columns, vectorType, update }: BatchPlan,
  { ids, start, end }: { ids: readonly string[]; start: number; end: number },
): Promise<ReadonlySet<string>> {
  if (columns.length === 0) return new Set(ids);
  function* rows(): Generator<readonly CopyValue[]> {
    for (let row = start; row < end; row += 1) {
      yield [ids[row] ?? null, ...columns.map(({ matrix }) => rowOf(matrix, row))];
    }
  }
  const vectors = columns.map(({ key }) => ({ name: key, type: vectorType }));
  await stageRows(session, [{ name: "id", type: "text" }, ...vectors], rows());
  return new Set((await session.query<{ id: string }>(update)).map(({ id }) => id));
}
