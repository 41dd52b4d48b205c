export { countProducts } from "./count-products.ts";
export { createCorpusTable } from "./create-corpus-table.ts";
export { describeServer } from "./describe-server.ts";
export { followActiveModel } from "./follow-active-model.ts";
export { idCondition } from "./id-condition.ts";
export { openEmbedded } from "./open-embedded.ts";
export { openServer } from "./open-server.ts";
export { PgCorpusError } from "./pg-corpus-error.ts";
export { productsWithoutEmbeddings } from "./products-without-embeddings.ts";
export { quoteIdentifier } from "./quote-identifier.ts";
export { measureRecall } from "./search/measure-recall.ts";
export { searchCorpus } from "./search/search-corpus.ts";
export { searchFullText } from "./search/search-full-text.ts";
export { searchDense } from "./search-dense.ts";
export { streamEmbeddings } from "./stream-embeddings.ts";
export { streamProducts } from "./stream-products.ts";
export { resolveTableNames } from "./table-names.ts";
export { activateNextEmbeddings } from "./switch-over/activate-next-embeddings.ts";
export { buildNextIndexes } from "./switch-over/build-next-indexes.ts";
export { countReembedding, measureReembedding } from "./switch-over/count-reembedding.ts";
export { describeReembedding, readActiveModel } from "./switch-over/describe-reembedding.ts";
export { dropUnusedEmbeddings } from "./switch-over/drop-unused-embeddings.ts";
export { lockReembedding } from "./switch-over/lock-reembedding.ts";
export { nextIndexes } from "./switch-over/next-indexes.ts";
export { planShards } from "./switch-over/plan-shards.ts";
export { prepareNextEmbeddings } from "./switch-over/prepare-next-embeddings.ts";
export { refuseOtherReembedding } from "./switch-over/refuse-other-reembedding.ts";
export { requireReembeddingLock } from "./switch-over/require-reembedding-lock.ts";
export { restorePreviousEmbeddings } from "./switch-over/restore-previous-embeddings.ts";
export { sampleReembedded } from "./switch-over/sample-reembedded.ts";
export { staleProducts } from "./switch-over/stale-products.ts";
export { workOnShards } from "./switch-over/work-on-shards.ts";
export { writeNextEmbeddings } from "./switch-over/write-next-embeddings.ts";
export { upsertProducts } from "./upsert-products.ts";
export { writeEmbeddings } from "./write-embeddings.ts";

export type { CountProductsOptions, ProductCounts } from "./count-products.ts";
export type { CreateCorpusTableOptions } from "./create-corpus-table.ts";
export type {
  Database,
  ListenOptions,
  Progress,
  Row,
  Session,
  SqlValue,
  StreamOptions,
  TransactionOptions,
  WriteOptions,
} from "./database.ts";
export type { ServerDescription } from "./describe-server.ts";
export type { FollowActiveModelOptions } from "./follow-active-model.ts";
export type { VectorMatrix } from "./matrix.ts";
export type { OpenEmbeddedOptions } from "./open-embedded.ts";
export type { OpenServerOptions, ServerTimeouts, TlsMode, TlsOptions } from "./server-options.ts";
export type { PgCorpusErrorCode, PgCorpusErrorOptions } from "./pg-corpus-error.ts";
export type { IndexRecall, MeasureRecallOptions } from "./search/measure-recall.ts";
export type { CorpusHit, IndexScan, SearchCorpusOptions } from "./search/search-corpus.ts";
export type { SearchFilter } from "./search/search-filter.ts";
export type { SearchFullTextOptions } from "./search/search-full-text.ts";
export type { SearchDenseOptions } from "./search-dense.ts";
export type { EmbeddingBatch, StreamEmbeddingsOptions } from "./stream-embeddings.ts";
export type { StreamProductsOptions } from "./stream-products.ts";
export type { SwitchResult } from "./switch-over/activate-next-embeddings.ts";
export type { BuildNextIndexesOptions } from "./switch-over/build-next-indexes.ts";
export type { ReembeddingCounts, VectorStatistics } from "./switch-over/count-reembedding.ts";
export type { ReembeddingDescription } from "./switch-over/describe-reembedding.ts";
export type { DropUnusedResult } from "./switch-over/drop-unused-embeddings.ts";
export type { SwitchCheck } from "./switch-over/find-obstacles.ts";
export type { LockReembeddingOptions } from "./switch-over/lock-reembedding.ts";
export type { NextIndex } from "./switch-over/next-indexes.ts";
export type { PlanShardsOptions } from "./switch-over/plan-shards.ts";
export type { PrepareNextOptions } from "./switch-over/prepare-next-embeddings.ts";
export type { WantedReembedding } from "./switch-over/refuse-other-reembedding.ts";
export type {
  ActiveModel,
  EmbeddingModel,
  Reembedding,
  ReembeddingState,
  StrategyName,
} from "./switch-over/reembedding.ts";
export type { RestoreResult } from "./switch-over/restore-previous-embeddings.ts";
export type {
  ReembeddedProduct,
  SampleReembeddedOptions,
} from "./switch-over/sample-reembedded.ts";
export type { StaleProduct, StaleProductsOptions } from "./switch-over/stale-products.ts";
export type { SwitchColumn, SwitchColumns } from "./switch-over/switch-columns.ts";
export type { LockRetry, SwitchOptions } from "./switch-over/wait-for-lock.ts";
export type { Shard, ShardQueue, WorkOnShardsOptions } from "./switch-over/work-on-shards.ts";
export type { IndexProgress } from "./switch-over/watch-index-build.ts";
export type { NextEmbeddings } from "./switch-over/write-next-embeddings.ts";
export type { ColumnNames, ResolvedTableNames, TableNames } from "./table-names.ts";
export type { UpsertResult } from "./upsert-products.ts";
export type {
  EmbeddingsToWrite,
  WriteEmbeddingsOptions,
  WriteEmbeddingsResult,
} from "./write-embeddings.ts";
