export { countProducts } from "./count-products.ts";
export { createCorpusTable } from "./create-corpus-table.ts";
export { describeServer } from "./describe-server.ts";
export { openEmbedded } from "./open-embedded.ts";
export { openServer } from "./open-server.ts";
export { PgCorpusError } from "./pg-corpus-error.ts";
export { productsWithoutEmbeddings } from "./products-without-embeddings.ts";
export { quoteIdentifier } from "./quote-identifier.ts";
export { searchDense } from "./search-dense.ts";
export { streamEmbeddings } from "./stream-embeddings.ts";
export { streamProducts } from "./stream-products.ts";
export { resolveTableNames } from "./table-names.ts";
export { upsertProducts } from "./upsert-products.ts";
export { writeEmbeddings } from "./write-embeddings.ts";

export type { CountProductsOptions, ProductCounts } from "./count-products.ts";
export type { CreateCorpusTableOptions } from "./create-corpus-table.ts";
export type {
  Database,
  Progress,
  Row,
  Session,
  SqlValue,
  StreamOptions,
  TransactionOptions,
  WriteOptions,
} from "./database.ts";
export type { ServerDescription } from "./describe-server.ts";
export type { VectorMatrix } from "./matrix.ts";
export type { OpenEmbeddedOptions } from "./open-embedded.ts";
export type { OpenServerOptions, ServerTimeouts, TlsMode, TlsOptions } from "./server-options.ts";
export type { PgCorpusErrorCode, PgCorpusErrorOptions } from "./pg-corpus-error.ts";
export type { SearchDenseOptions } from "./search-dense.ts";
export type { EmbeddingBatch, StreamEmbeddingsOptions } from "./stream-embeddings.ts";
export type { StreamProductsOptions } from "./stream-products.ts";
export type { ColumnNames, ResolvedTableNames, TableNames } from "./table-names.ts";
export type { UpsertResult } from "./upsert-products.ts";
export type { EmbeddingsToWrite, WriteEmbeddingsResult } from "./write-embeddings.ts";
