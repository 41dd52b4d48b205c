export { createCorpusSearch } from "./corpus/create-corpus-search.ts";
export type { CreateCorpusSearchOptions } from "./corpus/create-corpus-search.ts";
export { createServer } from "./create-server.ts";
export type { CreateServerOptions, LogLevel, ServerLog } from "./create-server.ts";
export { EmbedServerError } from "./embed-server-error.ts";
export type { EmbedServerErrorCode, EmbedServerErrorOptions } from "./embed-server-error.ts";
export type { ProductHit, ProductQuery, SearchProducts } from "./search-products.ts";
export type { ServerLimits } from "./server-context.ts";
