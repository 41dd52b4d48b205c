export { HybridRetrievalError } from "./hybrid-retrieval-error.ts";
export type {
  HybridRetrievalErrorCode,
  HybridRetrievalErrorOptions,
} from "./hybrid-retrieval-error.ts";

export type { Matrix } from "./dense/matrix.ts";
export { createExactIndex } from "./dense/create-exact-index.ts";
export type {
  ExactIndex,
  ExactIndexOptions,
  ExactQueries,
  SearchProgress,
} from "./dense/create-exact-index.ts";
export { searchExact } from "./dense/search-exact.ts";
export type { SearchExactOptions } from "./dense/search-exact.ts";
export { scoreBlocks } from "./dense/score-blocks.ts";
export type { ScoreBlocksOptions, ScoredBlock } from "./dense/score-blocks.ts";
export { fuseFields } from "./dense/fuse-fields.ts";

export { createBm25Index } from "./lexical/create-bm25-index.ts";
export type { Bm25Document, Bm25Index, Bm25IndexOptions } from "./lexical/create-bm25-index.ts";
export { tokenizeEnglish } from "./lexical/tokenize-english.ts";

export { reciprocalRankFusion } from "./fusion/reciprocal-rank-fusion.ts";
export type { ReciprocalRankFusionOptions } from "./fusion/reciprocal-rank-fusion.ts";
export { weightedFusion } from "./fusion/weighted-fusion.ts";
export type { WeightedFusionOptions } from "./fusion/weighted-fusion.ts";

export { createMemoryCorpus } from "./retriever/create-memory-corpus.ts";
export type { MemoryCorpusOptions } from "./retriever/create-memory-corpus.ts";
export { createRetriever } from "./retriever/create-retriever.ts";
export type {
  CorpusAnswer,
  CreateRetrieverOptions,
  DocumentReranker,
  LexicalCorpus,
  QueryModel,
  Retrieved,
  Retriever,
  SearchOptions,
  VectorCorpus,
} from "./retriever/retriever.ts";

export { createQdrantCorpus } from "./qdrant/create-qdrant-corpus.ts";
export type { QdrantCorpusOptions } from "./qdrant/create-qdrant-corpus.ts";
export type {
  QdrantCollection,
  QdrantPoint,
  QdrantQuery,
  QdrantScroll,
  QdrantSearchClient,
  QdrantUpsert,
  QdrantWriteClient,
} from "./qdrant/qdrant-client.ts";
export { qdrantPointId } from "./qdrant/qdrant-point-id.ts";
export { writeQdrantVectors } from "./qdrant/write-qdrant-vectors.ts";
export type { WriteQdrantVectorsOptions } from "./qdrant/write-qdrant-vectors.ts";
