import type { ScoredDoc } from "@searchfit/ir-metrics";
import type { Database, Session } from "../database.ts";
import type { CatalogueColumn } from "../inspect-table.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { keepVectorSource, type VectorSource } from "../generations/vector-source.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { checkDimensions } from "../vector-column.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { setScanLimits } from "./scan-limits.ts";
import type { SearchFilter } from "./search-filter.ts";
import { filterColumns } from "./search-filter.ts";
import { searchStatement } from "./search-statement.ts";

/** What is searched for, and how. */
export interface SearchCorpusOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** The query's vector, from the model that made the stored vectors. */
  readonly vector: Float32Array;
  /** Which vectors it is compared with; "fused": with both. @default "content" */
  readonly column?: "content" | "title" | "fused";
  /** Share of the title's cosine in a fused score, from 0 to 1. @default 0.5 */
  readonly titleWeight?: number;
  /**
   * `exact` compares with every product; `approximate` takes candidates from the HNSW or IVFFlat
   * index of each column (vector or halfvec; every product where there is none). @default "exact"
   */
  readonly method?: "exact" | "approximate";
  /** What an approximate search takes from each index. */
  readonly scan?: IndexScan;
  /**
   * Processes that the search may use on the server beside its own, an integer ≥ 0: an exact search of
   * many products otherwise takes the cores of others. @default the server's
   */
  readonly workers?: number;
  /** Which products may be found. @default every active one */
  readonly filter?: SearchFilter;
  /** Results at most, an integer ≥ 1. @default 10 */
  readonly topK?: number;
}

/** What an approximate search takes from an index. */
export interface IndexScan {
  /** Candidates from each index, an integer ≥ 1. @default the greater of 40 and 4 × topK */
  readonly candidates?: number;
  /** pgvector's `hnsw.ef_search`, 1 to 1000. @default as many as candidates, 1000 at most */
  readonly efSearch?: number;
  /**
   * Goes on in the index until enough candidates are active products that the filter lets through
   * (pgvector 0.8 or newer). For IVFFlat a strict order is a relaxed one.
   * @default "relaxed_order"
   */
  readonly iterative?: "off" | "relaxed_order" | "strict_order";
}

/** A product that was found. */
export interface CorpusHit extends ScoredDoc {
  /** Cosine with the content vector; null where that was not compared or is missing. */
  readonly contentScore: number | null;
  /** Cosine with the title vector; null where that was not compared or is missing. */
  readonly titleScore: number | null;
  /**
   * Fingerprint of the model whose vectors were compared, as the switch recorded it, from the same
   * snapshot; null where none is recorded.
   */
  readonly fingerprint: string | null;
}

/**
 * The active products nearest to a vector, with exact scores: approximate candidates are compared
 * again, and the candidates of both columns are scored in both.
 *
 * Best first; equal scores by id descending in UTF-8 byte order. The score is the cosine in [-1, 1],
 * or (1 − titleWeight) · content + titleWeight · title; a missing vector counts as 0. Runs in a READ
 * ONLY transaction. Where the table's vectors lie in generations, those of the active one are searched.
 *
 * @throws {PgCorpusError} `DIMENSION_MISMATCH` when the vector has another width than a column.
 * @throws {RangeError} When a number is out of range, or a column is asked for whose name is null.
 * @example
 * await searchCorpus(db, { vector, column: "fused", method: "approximate", filter: { categories: ["shoes"] } });
 * // [{ docId: "p7", score: 0.82, contentScore: 0.84, titleScore: 0.8, fingerprint: "9f86…" }, …]
 */
export async function searchCorpus(
  db: Database,
  options: SearchCorpusOptions,
): Promise<readonly CorpusHit[]> {
  const names = resolveTableNames(options.table);
  return db.transaction(
    async (session) => {
      await inspectTable(session, names, ["id"]);
      return search(session, await keepVectorSource(session, names), options);
    },
    { readOnly: true },
  );
}

async function search(
  session: Session,
  source: VectorSource,
  options: SearchCorpusOptions,
): Promise<readonly CorpusHit[]> {
  const { reading: names } = source;
  const { vector, filter = {}, topK = 10, titleWeight = 0.5 } = options;
  const keys = { content: ["content"], title: ["title"], fused: ["content", "title"] } as const;
  const kinds = keys[options.column ?? "content"];
  const columnKeys = kinds.map((kind) => vectorKeys[kind]);
  const table = await inspectTable(session, names, [
    ...(["id", "status"] as const),
    ...columnKeys,
    ...filterColumns(filter),
  ]);
  const columns = kinds.map((kind) => {
    const column = columnOf(table, names.columns[vectorKeys[kind]]);
    if (column === undefined) throw new RangeError(`Expected a column with ${kind} vectors.`);
    checkDimensions(table, column.name, vector.length);
    return { kind, column };
  });
  const { schema, version } = await requireVectorExtension(session);
  const scan = await setScanLimits(session, { ...options, topK, version });
  const facts = { table, source, names, schema, columns, scan, filter };
  const { sql, values } = await searchStatement(session, facts, { vector, topK, titleWeight });
  return (await session.query(sql, values)) as unknown as readonly CorpusHit[];
}

const vectorKeys = { content: "contentEmbedding", title: "titleEmbedding" } as const;

/** A column that is searched. */
export interface SearchedColumn {
  /** Which vectors it holds. */
  readonly kind: "content" | "title";
  /** The column. */
  readonly column: CatalogueColumn;
}
