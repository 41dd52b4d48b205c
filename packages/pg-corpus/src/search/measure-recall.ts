import type { Database } from "../database.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { keepVectorSource, readingNames } from "../generations/vector-source.ts";
import { findIndexDistance } from "./index-distance.ts";
import type { CorpusHit, IndexScan } from "./search-corpus.ts";
import { searchCorpus } from "./search-corpus.ts";

/** How the recall of an index is measured. */
export interface MeasureRecallOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Vectors of queries. */
  readonly queries: readonly Float32Array[];
  /** Which vectors are searched. @default "content" */
  readonly column?: "content" | "title";
  /** Results compared, an integer ≥ 1. @default 10 */
  readonly topK?: number;
  /** What is taken from the index. @default as `searchCorpus` does */
  readonly scan?: IndexScan;
  /** Stops between two queries. */
  readonly signal?: AbortSignal;
}

/** Which share of the exact results an index finds. */
export interface IndexRecall {
  /** Name of the index. */
  readonly index: string;
  /** Queries compared. */
  readonly queries: number;
  /** Mean share, from 0 to 1; 1 without queries. */
  readonly mean: number;
  /** Share of the query that fares worst, from 0 to 1. */
  readonly min: number;
}

/**
 * The recall of the approximate index on a column against comparing every product. A product with the
 * same score as the last exact one counts as found, whichever of them the index gives. Takes one process
 * of the server.
 *
 * @returns undefined where the column has no approximate index.
 * @throws {PgCorpusError} `DIMENSION_MISMATCH`, `TABLE_MISSING`, `COLUMN_MISSING`.
 * @example
 * await measureRecall(db, { queries }); // { index: "items_hnsw", queries: 200, mean: 0.994, min: 0.8 }
 */
export async function measureRecall(
  db: Database,
  options: MeasureRecallOptions,
): Promise<IndexRecall | undefined> {
  const { table = {}, queries, column = "content", topK = 10, scan = {}, signal } = options;
  const index = await indexOf(db, table, column);
  if (index === undefined) return undefined;
  const shares: number[] = [];
  for (const vector of queries) {
    signal?.throwIfAborted();
    const search = { table, vector, column, topK, workers: 0 };
    const exact = await searchCorpus(db, search);
    const approximate = await searchCorpus(db, { ...search, method: "approximate", scan });
    shares.push(shareOf(exact, approximate));
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  const mean = shares.length === 0 ? 1 : sum / shares.length;
  return { index, queries: shares.length, mean, min: Math.min(1, ...shares) };
}

async function indexOf(
  db: Database,
  table: TableNames,
  kind: "content" | "title",
): Promise<string | undefined> {
  const names = resolveTableNames(table);
  const reading = await readingNames(db, names);
  const key = kind === "title" ? "titleEmbedding" : "contentEmbedding";
  const inspection = await inspectTable(db, reading, ["id", key]);
  const column = columnOf(inspection, names.columns[key]);
  if (column === undefined) throw new RangeError(`Expected a column with ${kind} vectors.`);
  const { schema } = await requireVectorExtension(db);
  return db.transaction(
    async (session) => {
      const { stored } = await keepVectorSource(session, names);
      const place = await stored(kind, column.name);
      return (await findIndexDistance(session, place, { column, schema }))?.index;
    },
    { readOnly: true },
  );
}

/** Rounding differs between plans by the last bits. */
const scoreTolerance = 1e-6;

function shareOf(exact: readonly CorpusHit[], approximate: readonly CorpusHit[]): number {
  const last = exact.at(-1);
  if (last === undefined) return 1;
  const found = approximate.filter(({ score }) => score >= last.score - scoreTolerance);
  return Math.min(found.length, exact.length) / exact.length;
}
