export { RetrievalDatasetError } from "./retrieval-dataset-error.ts";
export type {
  RetrievalDatasetErrorCode,
  RetrievalDatasetErrorOptions,
} from "./retrieval-dataset-error.ts";

export type { Product, ProductId } from "./product.ts";
export type { Query } from "./query.ts";
export type { TrainingPair } from "./training-pair.ts";
export { composeSearchableContent, productText, PRODUCT_TEXT_VERSION } from "./product-text.ts";

export { readProducts } from "./read-products.ts";
export { streamProducts } from "./stream-products.ts";
export type { ReadProductsOptions } from "./stream-products.ts";
export type { ProductColumns } from "./parse-product.ts";
export type { RecordFormat } from "./file-format.ts";
export { readTrainingPairs } from "./read-training-pairs.ts";
export { readJsonLines } from "./read-json-lines.ts";
export { streamJsonLines } from "./stream-json-lines.ts";
export type { JsonLine, ReadJsonLinesOptions } from "./stream-json-lines.ts";
export { writeJsonLines } from "./write-json-lines.ts";
export { writeJsonArray } from "./write-json-array.ts";
export { readBeirFolder } from "./read-beir-folder.ts";
export type { ReadBeirFolderOptions } from "./read-beir-folder.ts";
export { writeBeirFolder } from "./write-beir-folder.ts";
export type { WriteBeirFolderOptions } from "./write-beir-folder.ts";
export type { BeirDataset } from "./beir-dataset.ts";

export { describeProducts } from "./describe-products.ts";
export type {
  DescribeProductsOptions,
  ProductSample,
  ProductStatistics,
} from "./describe-products.ts";
export { auditProducts } from "./audit-products.ts";
export type { AuditFinding, ProductIssue } from "./audit-products.ts";
export { findNearDuplicates } from "./find-near-duplicates.ts";
export type { FindNearDuplicatesOptions } from "./find-near-duplicates.ts";
export type { NearDuplicates } from "./collect-clusters.ts";
export { clusterProducts } from "./cluster-products.ts";
export type { ClusterProductsOptions } from "./cluster-products.ts";

export { splitPairs } from "./split-pairs.ts";
export type { SplitPairsOptions } from "./split-pairs.ts";
export type {
  DatasetSplit,
  DatasetSplits,
  DroppedPair,
  DropReason,
  SplitShares,
} from "./dataset-split.ts";
export { findLeaks } from "./find-leaks.ts";
export type { FindLeaksInput, Leak, LeakSide } from "./find-leaks.ts";
export { selectHardNegatives } from "./select-hard-negatives.ts";
export type {
  HardNegativeReport,
  HardNegatives,
  NegativeExclusion,
  SelectHardNegativesOptions,
} from "./select-hard-negatives.ts";
export { queryWording } from "./query-wording.ts";
export { queryId } from "./query-id.ts";
export { queriesFromPairs } from "./queries-from-pairs.ts";
export { qrelsFromPairs } from "./qrels-from-pairs.ts";
export type { QrelsFromPairsOptions } from "./qrels-from-pairs.ts";
