import type { VectorMatrix } from "./matrix.ts";
import { PgCorpusError } from "./pg-corpus-error.ts";
import type { ResolvedTableNames } from "./table-names.ts";
import type { EmbeddingsToWrite } from "./write-embeddings.ts";

/** A column and the vectors that are written to it. */
export interface VectorColumn {
  /** Which vectors. */
  readonly key: "content" | "title";
  /** Name of the column. */
  readonly name: string;
  /** The vectors. */
  readonly matrix: VectorMatrix;
}

/**
 * The columns that are written, with their vectors, once the shapes and numbers are in order.
 *
 * @throws {PgCorpusError} `INVALID_VECTOR` when a number is not finite.
 * @throws {RangeError} When a matrix has not as many rows as there are ids, or an id comes twice.
 */
export function vectorColumns(
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
