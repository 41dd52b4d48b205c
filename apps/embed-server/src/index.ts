export { createCorpusSearch } from "./corpus/create-corpus-search.ts";
export type { CreateCorpusSearchOptions } from "./corpus/create-corpus-search.ts";
export { createMemorySearch } from "./corpus/create-memory-search.ts";
export type { CreateMemorySearchOptions } from "./corpus/create-memory-search.ts";
export type { WordRanking } from "./corpus/fuse-with-words.ts";
export { indexCorpusWords } from "./corpus/index-corpus-words.ts";
export { createOtherSide } from "./corpus/create-other-side.ts";
export { createServer } from "./create-server.ts";
export type {
  CreateServerOptions,
  LogLevel,
  ManyModelsOptions,
  OneModelOptions,
  ServerLog,
  ServerOptions,
} from "./create-server.ts";
export { createEncoder } from "./encoding/create-encoder.ts";
export type { CreateEncoderOptions } from "./encoding/create-encoder.ts";
export type {
  EncodeCall,
  EncodedTexts,
  Encoder,
  EncoderLoad,
  InputType,
} from "./encoding/encoder.ts";
export { EmbedServerError } from "./embed-server-error.ts";
export type { EmbedServerErrorCode, EmbedServerErrorOptions } from "./embed-server-error.ts";
export type { ModelPlace } from "./models/fingerprint-folders.ts";
export { followModels } from "./models/follow-models.ts";
export type { FollowedModels, FollowModelsOptions, TableModels } from "./models/follow-models.ts";
export type { ServedModel, ServedModels } from "./models/served-models.ts";
export { readTableModels } from "./corpus/read-table-models.ts";
export { openJudgments } from "./page/judgment-book.ts";
export type { Judgment, JudgmentBook } from "./page/judgment-book.ts";
export type { OtherSide, TableSide } from "./page/table-sides.ts";
export type { FoundProducts, ProductHit, ProductQuery, SearchProducts } from "./search-products.ts";
export type { Reranking, ServerLimits } from "./server-context.ts";
