import {
  fuseFields,
  searchExact,
  weightedFusion,
  type Bm25Index,
  type Matrix,
} from "@searchfit/hybrid-retrieval";
import type { Run } from "@searchfit/ir-metrics";
import type { Embedder } from "@searchfit/onnx-embedder";
import { ofLengthOne } from "../models/of-length-one.ts";
import type { QuerySet } from "./test-queries.ts";

/** Ways to rank that are measured side by side; the first is what S0's readers do. */
export const systemNames = ["content", "title+content", "hybrid"] as const;

/** Name of a way to rank by a model. */
export type SystemName = (typeof systemNames)[number];

/** Documents that a ranked list holds. */
export const runDepth = 100;

/** Weight of the title in the fused vector. */
const titleWeight = 0.5;

/** Weights of dense and BM25 scores in the hybrid ranking. */
const hybridWeights = [0.8, 0.2] as const;

/** Vectors of a whole catalogue by one model. */
export interface CatalogueVectors {
  /** Product ids, one a row. */
  readonly ids: readonly string[];
  /** Vectors of the searched texts. */
  readonly content: Matrix;
  /** Vectors of the titles. */
  readonly title: Matrix;
}

/** What a set of queries is run on. */
export interface RankOptions {
  /** The model that embeds the queries. */
  readonly embedder: Embedder;
  /** The catalogue by the same model. */
  readonly vectors: CatalogueVectors;
  /** BM25 over the same catalogue. */
  readonly bm25: Bm25Index;
  /** The queries. */
  readonly set: QuerySet;
  /** Cores to use. */
  readonly threads: number;
  /** Stops between two blocks. */
  readonly signal: AbortSignal;
}

/** Runs a set of queries through every way to rank; lists of {@link runDepth} documents. */
export async function rankByEverySystem(
  options: RankOptions,
): Promise<Readonly<Record<SystemName, Run>>> {
  const { vectors, bm25, set } = options;
  const queries = await embedQueries(options);
  const content = await search(options, { queries, documents: vectors.content, name: "content" });
  const fused = fuseFields(vectors.title, vectors.content, titleWeight);
  const both = await search(options, { queries, documents: fused, name: "title+content" });
  const lexical = rankLexically(bm25, set);
  const hybrid = weightedFusion([both, lexical], [...hybridWeights], {
    topK: runDepth,
    name: "hybrid",
  });
  return { content, "title+content": both, hybrid };
}

/** Runs a set of queries on the content vectors alone. */
export async function rankByContent(options: RankOptions): Promise<Run> {
  const queries = await embedQueries(options);
  return search(options, { queries, documents: options.vectors.content, name: "content" });
}

/** Runs a set of queries through BM25. */
export function rankLexically(bm25: Bm25Index, set: QuerySet): Run {
  return bm25.searchMany(new Map(set.queries.map(({ _id, text }) => [_id, text])), runDepth);
}

async function embedQueries({ embedder, set, signal }: RankOptions): Promise<Matrix> {
  const texts = set.queries.map((query) => query.text);
  return ofLengthOne(await embedder.embedQueries(texts, { signal }), embedder);
}

interface DenseSearch {
  readonly queries: Matrix;
  readonly documents: Matrix;
  readonly name: string;
}

async function search(
  { vectors, set, threads, signal }: RankOptions,
  { queries, documents, name }: DenseSearch,
): Promise<Run> {
  return searchExact({
    queries,
    documents,
    queryIds: set.queries.map((query) => query._id),
    docIds: vectors.ids,
    topK: Math.min(runDepth, documents.rows),
    name,
    threads,
    signal,
  });
}
