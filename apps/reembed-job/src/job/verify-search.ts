import { embeddingAt, type Embedder } from "@searchfit/onnx-embedder";
import { describeReembedding, measureRecall, type IndexRecall } from "@searchfit/pg-corpus";
import type { Product } from "@searchfit/retrieval-dataset";
import { measureNdcg, type JudgedQueries } from "./measure-ndcg.ts";
import type { ReembedJob } from "./reembed-job.ts";
import { vectorsOf } from "./vectors-of.ts";

/** How searching in the new vectors is verified. */
export interface SearchChecks {
  /** Queries that compare the index with exact search; 0: none. @default 200 */
  readonly recallQueries?: number;
  /** Least share of the exact results that the index has to find, from 0 to 1. @default 0.9 */
  readonly minRecall?: number;
  /** Queries with judgments. @default NDCG is not measured */
  readonly judged?: JudgedQueries;
  /** NDCG@10 that the experiment measured, to be met within 0.01. @default not compared */
  readonly expectedNdcg?: number;
  /** The encoder of the former vectors, for their NDCG. @default not compared */
  readonly former?: Embedder;
  /** Most NDCG@10 that may be lost against the former vectors. @default 0 */
  readonly maxNdcgLoss?: number;
}

/** What searching in the new vectors found. */
export interface SearchFindings {
  /** Recall of the approximate index on the new content vectors; null where there is none. */
  readonly recall: IndexRecall | null;
  /** NDCG@10 of the new vectors through SQL; null where it was not measured. */
  readonly ndcg: number | null;
  /** NDCG@10 of the former vectors through SQL; null where it was not measured. */
  readonly formerNdcg: number | null;
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** How far NDCG through SQL may be from the experiment's: the table changes, the dataset does not. */
const ndcgTolerance = 0.01;

/**
 * Searches the new vectors as readers will: the index against exact search, with titles as queries
 * where there are none with judgments, and NDCG@10 against the experiment and the former vectors.
 */
export async function verifySearch(
  job: ReembedJob,
  checks: SearchChecks,
  products: readonly Product[],
): Promise<SearchFindings> {
  const { db, table, embedder } = job;
  const description = await describeReembedding(db, { table });
  const searched = { embedder, table: vectorsOf("new", table, description) };
  const { judged, former } = checks;
  const recall = await indexRecall(job, { checks, products, table: searched.table });
  const ndcg = judged === undefined ? null : await measureNdcg(job, judged, searched);
  const formerTable = vectorsOf("former", table, description);
  const isInPlace = description.strategy === "in-place";
  const formerNdcg =
    judged === undefined || former === undefined || isInPlace
      ? null
      : await measureNdcg(job, judged, { embedder: former, table: formerTable });
  const measured = { recall, ndcg, formerNdcg };
  const problems = problemsOf(measured, checks);
  if (former === undefined || !isInPlace) return { ...measured, problems };
  const missing = "Expected former vectors to compare with, but in place they are written over.";
  return { ...measured, problems: [...problems, missing] };
}

async function indexRecall(
  { db, embedder, signal }: ReembedJob,
  {
    checks,
    products,
    table,
  }: {
    readonly checks: SearchChecks;
    readonly products: readonly Product[];
    readonly table: ReembedJob["table"];
  },
): Promise<IndexRecall | null> {
  const count = checks.recallQueries ?? 200;
  const words =
    checks.judged?.queries.map(({ text }) => text) ?? products.map(({ title }) => title);
  const texts = words.slice(0, count);
  if (texts.length === 0) return null;
  const stopping = signal === undefined ? {} : { signal };
  const vectors = await embedder.embedQueries(texts, stopping);
  const queries = texts.map((_, row) => embeddingAt(vectors, row));
  return (await measureRecall(db, { table, queries, ...stopping })) ?? null;
}

function problemsOf(
  { recall, ndcg, formerNdcg }: Omit<SearchFindings, "problems">,
  { minRecall = 0.9, expectedNdcg, maxNdcgLoss = 0 }: SearchChecks,
): readonly string[] {
  const problems: string[] = [];
  if (recall !== null && recall.mean < minRecall)
    problems.push(
      `Expected index ${recall.index} to find ${minRecall} of the exact results, got ${recall.mean.toFixed(4)} over ${recall.queries} queries.`,
    );
  if (ndcg !== null && expectedNdcg !== undefined && Math.abs(ndcg - expectedNdcg) > ndcgTolerance)
    problems.push(
      `Expected an NDCG@10 of ${expectedNdcg} ± ${ndcgTolerance} through SQL, got ${ndcg.toFixed(4)}.`,
    );
  if (ndcg !== null && formerNdcg !== null && formerNdcg - ndcg > maxNdcgLoss)
    problems.push(
      `Expected to lose at most ${maxNdcgLoss} of NDCG@10, got ${formerNdcg.toFixed(4)} before and ${ndcg.toFixed(4)} after.`,
    );
  return problems;
}
