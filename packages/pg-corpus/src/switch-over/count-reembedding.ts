import type { Database, Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { activeRows } from "../row-filters.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { keepReembedding, type KeptReembedding } from "./keep-reembedding.ts";
import { staleRows } from "./source-hash.ts";
import { switchColumns } from "./switch-columns.ts";

/** How many products have vectors of the new model. */
export interface ReembeddingCounts {
  /** Active products. */
  readonly active: number;
  /** Active ones whose new vectors are there and belong to their present text. */
  readonly ready: number;
  /** Active ones whose new vectors are missing or belong to another text. */
  readonly stale: number;
}

/** The new vectors of a table, measured. */
export interface VectorStatistics {
  /** Which vectors. */
  readonly key: "content" | "title";
  /** Vectors. */
  readonly count: number;
  /** Widths that occur, smallest first. */
  readonly dimensions: readonly number[];
  /** Smallest length; null where there is no vector. */
  readonly minNorm: number | null;
  /** Greatest length; null where there is no vector. */
  readonly maxNorm: number | null;
}

/**
 * Counts the products with vectors of the new model: in the next columns before a switch, in the
 * live ones after it.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun.
 * @example
 * await countReembedding(db); // { active: 1013, ready: 640, stale: 373 }
 */
export async function countReembedding(
  session: Session | Database,
  options: { readonly table?: TableNames } = {},
): Promise<ReembeddingCounts> {
  const names = resolveTableNames(options.table);
  return keepReembedding(session, names, (kept) => count(kept, names));
}

async function count(
  { session, source, column }: KeptReembedding,
  names: ResolvedTableNames,
): Promise<ReembeddingCounts> {
  const table = await inspectTable(session, names, ["status"]);
  const [row] = await session.query<{ active: number; stale: number }>(
    `SELECT count(*) FILTER (WHERE ${activeRows(names)})::float8 AS "active",
            count(*) FILTER (WHERE ${staleRows(table, names, column)})::float8 AS "stale"
     FROM ${source} AS target`,
  );
  const { active = 0, stale = 0 } = row ?? {};
  return { active, ready: active - stale, stale };
}

/**
 * Measures the vectors of the new model on active products, one entry for each kind of vectors.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun.
 * @example
 * await measureReembedding(db); // [{ key: "content", count: 1013, dimensions: [384], minNorm: 1, maxNorm: 1 }, …]
 */
export async function measureReembedding(
  session: Session | Database,
  options: { readonly table?: TableNames } = {},
): Promise<readonly VectorStatistics[]> {
  const names = resolveTableNames(options.table);
  return keepReembedding(session, names, (kept) => measure(kept, names));
}

async function measure(
  { session, source, column: nameOf }: KeptReembedding,
  names: ResolvedTableNames,
): Promise<readonly VectorStatistics[]> {
  const { schema } = await requireVectorExtension(session);
  const statistics: VectorStatistics[] = [];
  for (const vector of switchColumns(names).vectors) {
    const column = `${quoteIdentifier(nameOf(vector))}::${schema}.vector`;
    const norm = `${schema}.vector_norm(${column})`;
    const [row] = await session.query(
      `SELECT count(${column})::float8 AS "count", min(${norm}) AS "minNorm", max(${norm}) AS "maxNorm",
         coalesce(array_agg(DISTINCT ${schema}.vector_dims(${column})) FILTER (WHERE ${column} IS NOT NULL), '{}') AS "dimensions"
       FROM ${source} WHERE ${activeRows(names)}`,
    );
    statistics.push({ key: vector.key, ...row } as unknown as VectorStatistics);
  }
  return statistics;
}
