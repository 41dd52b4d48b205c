import { evaluateRun, type Qrels, type ScoredDoc } from "@searchfit/ir-metrics";
import { embeddingAt, type Embedder } from "@searchfit/onnx-embedder";
import { searchCorpus, type TableNames } from "@searchfit/pg-corpus";
import type { Query } from "@searchfit/retrieval-dataset";
import type { ReembedJob } from "./reembed-job.ts";

/** Queries with judgments. */
export interface JudgedQueries {
  /** The queries; those without judgments are not asked. */
  readonly queries: readonly Query[];
  /** Which products answer them. */
  readonly qrels: Qrels;
}

/** Whose vectors are searched, and with which encoder. */
export interface SearchedVectors {
  /** The encoder of the queries, the one that made the vectors. */
  readonly embedder: Embedder;
  /** Names under which the vectors are the table's. */
  readonly table: TableNames;
}

const cutoff = 10;

/**
 * Mean NDCG@10 of exact search through SQL over judged queries, in [0, 1]: what a search service
 * would get that compares content vectors.
 *
 * @throws {PgCorpusError} `DIMENSION_MISMATCH` when the encoder is not the vectors' own.
 * @example
 * await measureNdcg(job, { queries, qrels }, { embedder, table }); // 0.83
 */
export async function measureNdcg(
  { db, signal }: Pick<ReembedJob, "db" | "signal">,
  { queries, qrels }: JudgedQueries,
  { embedder, table }: SearchedVectors,
): Promise<number> {
  const asked = queries.filter(({ id }) => qrels.has(id));
  const call = signal === undefined ? {} : { signal };
  const vectors = await embedder.embedQueries(
    asked.map(({ text }) => text),
    call,
  );
  const rankings = new Map<string, readonly ScoredDoc[]>();
  for (const [row, { id }] of asked.entries()) {
    signal?.throwIfAborted();
    const vector = embeddingAt(vectors, row);
    const found = await searchCorpus(db, { table, vector, topK: cutoff, workers: 0 });
    rankings.set(
      id,
      found.map(({ docId, score }) => ({ docId, score })),
    );
  }
  const result = evaluateRun({ name: "sql", rankings }, qrels, { metrics: [`ndcg@${cutoff}`] });
  return result.means[`ndcg@${cutoff}`] ?? 0;
}
