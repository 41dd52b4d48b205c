import type { ScoredDoc } from "@searchfit/ir-metrics";
import type { Matrix } from "../dense/matrix.ts";

/** A model that embeds queries. */
export interface QueryModel {
  /** What tells its vectors from all others. */
  readonly fingerprint: string;
  /** Embeds queries, one row each; `embedQueries` of an embedder. */
  readonly embed: (texts: readonly string[]) => Promise<Matrix>;
  /** Frees it. */
  readonly close?: () => Promise<void>;
}

/** What a corpus found. */
export interface CorpusAnswer {
  /** Documents, best first. */
  readonly docs: readonly ScoredDoc[];
  /** Fingerprint of the model whose vectors were compared; null: it is not recorded. */
  readonly fingerprint: string | null;
}

/** Document vectors that can be searched: in memory, in PostgreSQL, elsewhere. */
export interface VectorCorpus {
  /** What results call it. */
  readonly name: string;
  /** The documents nearest to a vector. */
  readonly search: (vector: Float32Array, topK: number) => Promise<CorpusAnswer>;
  /** Frees it. */
  readonly close?: () => Promise<void>;
}

/** Documents found by their words, such as a BM25 index. */
export interface LexicalCorpus {
  /** The best documents of a query. */
  readonly search: (
    query: string,
    topK: number,
  ) => readonly ScoredDoc[] | Promise<readonly ScoredDoc[]>;
}

/** Orders documents by reading them together with the query. */
export interface DocumentReranker {
  /** Texts of documents; ids without one are not reranked and go to the end. */
  readonly textsOf: (docIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** How well each text answers the query, higher is better; `rerank` of a cross-encoder. */
  readonly rerank: (query: string, texts: readonly string[]) => Promise<ArrayLike<number>>;
}

/** What a retriever is made of. */
export interface CreateRetrieverOptions {
  /** The model of the queries. */
  readonly model: QueryModel;
  /** Where documents are searched. */
  readonly corpus: VectorCorpus;
  /** Further corpora, tried in order when the first cannot answer; only those of the same model. */
  readonly fallback?: readonly VectorCorpus[];
  /** Searches words: for hybrid search, and when no corpus of the model can answer. */
  readonly lexical?: LexicalCorpus;
  /** Orders the best documents again. */
  readonly reranker?: DocumentReranker;
}

/** How a query is answered. */
export interface SearchOptions {
  /** Documents at most, an integer ≥ 1. @default 10 */
  readonly limit?: number;
  /** Least cosine of a document that vectors found. @default none */
  readonly threshold?: number;
  /**
   * Whether words count, too: `true` fuses by rank (RRF), a weight in [0, 1] by score with that
   * share for words. @default false
   */
  readonly hybrid?: boolean | { readonly lexicalWeight: number };
  /** How many of the best documents the reranker orders again; `true`: 50. @default false */
  readonly rerank?: boolean | number;
}

/** Documents of a query, and where they come from. */
export interface Retrieved {
  /** Documents, best first. */
  readonly docs: readonly ScoredDoc[];
  /** Who answered: the corpus, another one of the same model, or words alone. */
  readonly source: "corpus" | "fallback" | "lexical";
  /** Name of the corpus that answered; "lexical" for words alone. */
  readonly name: string;
  /** What the scores are. */
  readonly scores: "cosine" | "bm25" | "fused" | "reranked";
  /** Why those before it did not answer, in words; empty for the first. */
  readonly passedOver: readonly string[];
}

/** Finds documents for queries. */
export interface Retriever {
  /** Answers one query. */
  readonly search: (query: string, options?: SearchOptions) => Promise<Retrieved>;
  /** Answers several queries, given as id → text; they are embedded together. */
  readonly searchMany: (
    queries: ReadonlyMap<string, string>,
    options?: SearchOptions,
  ) => Promise<ReadonlyMap<string, Retrieved>>;
  /** Frees model and corpora; searches that come later reject. */
  readonly close: () => Promise<void>;
}
