import { fuseFields, searchExact, type Matrix } from "@searchfit/hybrid-retrieval";
import type { Run } from "@searchfit/ir-metrics";
import { embeddingAt, type Embedder, type EmbeddingMatrix } from "@searchfit/onnx-embedder";
import { productText, type Product } from "@searchfit/retrieval-dataset";
import { ofLengthOne } from "../models/of-length-one.ts";
import { runDepth } from "../steps/systems.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { JudgedDataset } from "./read-dataset.ts";

/** What is ranked, and by what. */
export interface RankDatasetOptions {
  /** The model. */
  readonly embedder: Embedder;
  /** Corpus and queries. */
  readonly dataset: JudgedDataset;
  /** Share of the title's vector in a document's, from 0 to 1; 0 embeds no titles. */
  readonly titleWeight: number;
  /** Name of the run. */
  readonly name: string;
  /** Cores to use. */
  readonly threads: number;
  /** Where to show progress. */
  readonly terminal: Terminal;
  /** Stops between two batches. */
  readonly signal: AbortSignal;
}

/**
 * Embeds the whole corpus and the queries, and ranks each query's best {@link runDepth} documents by
 * cosine.
 */
export async function rankDataset(options: RankDatasetOptions): Promise<Run> {
  const { embedder, dataset, threads, name, signal } = options;
  const documents = await embedCorpus(options);
  const texts = dataset.queries.map(({ text }) => text);
  const queries = ofLengthOne(await embedder.embedQueries(texts, { signal }), embedder);
  return searchExact({
    queries,
    documents,
    queryIds: dataset.queries.map(({ _id }) => _id),
    docIds: dataset.corpus.map(({ id }) => id),
    topK: Math.min(runDepth, documents.rows),
    name,
    threads,
    signal,
  });
}

async function embedCorpus(options: RankDatasetOptions): Promise<Matrix> {
  const { corpus } = options.dataset;
  const content = await embed(options, "documents", corpus.map(productText));
  if (options.titleWeight === 0) return content;
  const titles = corpus.map(({ title }) => title);
  const title = await embed(options, "titles", titles);
  fillUntitled(title, content, corpus);
  return fuseFields(title, content, options.titleWeight);
}

/** A document without a title has its content alone: the vector of an empty text means nothing. */
function fillUntitled(
  title: EmbeddingMatrix,
  content: EmbeddingMatrix,
  corpus: readonly Product[],
): void {
  for (const [row, product] of corpus.entries()) {
    if (product.title.trim() === "") embeddingAt(title, row).set(embeddingAt(content, row));
  }
}

async function embed(
  { embedder, terminal, signal }: RankDatasetOptions,
  what: string,
  texts: readonly string[],
): Promise<EmbeddingMatrix> {
  const line = terminal.progress(`embedding ${what}`, "texts");
  try {
    const made = await embedder.embedDocuments(texts, {
      signal,
      onProgress: (progress) => {
        line.update(progress);
      },
    });
    return ofLengthOne(made, embedder);
  } finally {
    line.end();
  }
}
