export { RetrievalDatasetError } from "./retrieval-dataset-error.ts";
export type {
  RetrievalDatasetErrorCode,
  RetrievalDatasetErrorOptions,
} from "./retrieval-dataset-error.ts";

export type { Product, ProductId } from "./products/product.ts";
export type { Query } from "./pairs/query.ts";
export type { TrainingPair } from "./pairs/training-pair.ts";
export {
  composeSearchableContent,
  productText,
  PRODUCT_TEXT_VERSION,
} from "./products/product-text.ts";

export { readProducts } from "./products/read-products.ts";
export { streamProducts } from "./products/stream-products.ts";
export type { ReadProductsOptions } from "./products/stream-products.ts";
export type { ProductColumns } from "./products/column-names.ts";
export type { HtmlInTexts } from "./products/parse-product.ts";
export type { RecordFormat } from "./files/file-format.ts";
export { readRecords } from "./files/read-records.ts";
export { streamRecords } from "./files/stream-records.ts";
export type { StreamRecordsOptions } from "./files/stream-records.ts";
export { writeRecords } from "./files/write-records.ts";
export type {
  WritableRecord,
  WritableRecords,
  WriteRecordsOptions,
} from "./files/write-records.ts";
export { compileTextTemplate } from "./products/compile-text-template.ts";
export type { ProductTextRule } from "./products/compile-text-template.ts";
export { readTrainingPairs } from "./pairs/read-training-pairs.ts";
export { readJsonLines } from "./files/read-json-lines.ts";
export { streamJsonLines } from "./files/stream-json-lines.ts";
export type { JsonLine, ReadJsonLinesOptions } from "./files/stream-json-lines.ts";
export { writeJsonLines } from "./files/write-json-lines.ts";
export { writeJsonArray } from "./files/write-json-array.ts";
export { readBeirFolder } from "./formats/read-beir-folder.ts";
export type { ReadBeirFolderOptions } from "./formats/read-beir-folder.ts";
export { writeBeirFolder } from "./formats/write-beir-folder.ts";
export type { WriteBeirFolderOptions } from "./formats/write-beir-folder.ts";
export type { BeirDataset } from "./formats/beir-dataset.ts";

export { detectDataset } from "./formats/detect-dataset.ts";
export type { DatasetKind } from "./formats/detect-dataset.ts";
export { readTrainingExamples } from "./formats/read-training-examples.ts";
export { streamTrainingExamples } from "./formats/stream-training-examples.ts";
export type { ReadTrainingExamplesOptions } from "./formats/stream-training-examples.ts";
export { writeTrainingExamples } from "./formats/write-training-examples.ts";
export type {
  TrainingLayout,
  WriteTrainingExamplesOptions,
  WrittenExamples,
} from "./formats/write-training-examples.ts";
export type { TrainingExample } from "./pairs/training-example.ts";
export { examplesFromPairs } from "./pairs/examples-from-pairs.ts";
export type { ExamplesFromPairsOptions } from "./pairs/examples-from-pairs.ts";
export { catalogueFromExamples } from "./pairs/catalogue-from-examples.ts";
export type { ExampleCatalogue } from "./pairs/catalogue-from-examples.ts";
export { readTestSuite } from "./formats/read-test-suite.ts";
export type { ReadTestSuiteOptions, TestSuite, TestSuiteQuery } from "./formats/read-test-suite.ts";
export { readLlamaIndexDataset } from "./formats/read-llama-index-dataset.ts";
export { writeLlamaIndexDataset } from "./formats/write-llama-index-dataset.ts";

export { streamClickLog } from "./clicks/stream-click-log.ts";
export type { ReadClickLogOptions } from "./clicks/stream-click-log.ts";
export type { ClickRow } from "./clicks/click-row.ts";
export { judgeClicks } from "./clicks/judge-clicks.ts";
export type { ClickJudgments, JudgeClicksOptions } from "./clicks/judge-clicks.ts";

export { chunkDocument } from "./documents/chunk-document.ts";
export type { ChunkDocumentOptions, DocumentChunk } from "./documents/chunk-document.ts";
export type { DocumentFormat } from "./documents/split-sections.ts";
export { htmlText, type HtmlHeadings } from "./documents/html-text.ts";
export { readDocuments } from "./documents/read-documents.ts";
export { streamDocuments } from "./documents/stream-documents.ts";
export type { ReadDocumentsOptions } from "./documents/stream-documents.ts";

export { describeProducts } from "./products/describe-products.ts";
export type {
  DescribeProductsOptions,
  ProductSample,
  ProductStatistics,
} from "./products/describe-products.ts";
export { auditProducts } from "./products/audit-products.ts";
export type {
  AuditFinding,
  AuditProductsOptions,
  ProductIssue,
} from "./products/audit-products.ts";
export { hasHtml } from "./products/has-html.ts";
export { textWithoutHtml } from "./products/text-without-html.ts";
export { guessLanguage } from "./products/guess-language.ts";
export { findNearDuplicates } from "./duplicates/find-near-duplicates.ts";
export type { FindNearDuplicatesOptions } from "./duplicates/find-near-duplicates.ts";
export type { NearDuplicates } from "./duplicates/collect-clusters.ts";
export { MinHashIndex } from "./duplicates/min-hash-index.ts";
export { clusterProducts } from "./duplicates/cluster-products.ts";
export type { ClusterProductsOptions } from "./duplicates/cluster-products.ts";

export { splitPairs } from "./split/split-pairs.ts";
export type { SplitPairsOptions } from "./split/split-pairs.ts";
export type {
  DatasetSplit,
  DatasetSplits,
  DroppedPair,
  DropReason,
  SplitShares,
} from "./split/dataset-split.ts";
export { splitFile } from "./split/split-file.ts";
export type { SplitFileOptions, SplitFileReport } from "./split/split-file.ts";
export { findLeaks } from "./split/find-leaks.ts";
export type { FindLeaksInput, Leak, LeakSide } from "./split/find-leaks.ts";
export { selectHardNegatives } from "./negatives/select-hard-negatives.ts";
export { selectVettedHardNegatives } from "./negatives/select-vetted-hard-negatives.ts";
export type {
  NegativeVeto,
  SelectVettedHardNegativesOptions,
} from "./negatives/select-vetted-hard-negatives.ts";
export type {
  ExcludedNegative,
  HardNegativeReport,
  HardNegatives,
  NegativeExclusion,
  SelectHardNegativesOptions,
} from "./negatives/hard-negative-options.ts";
export { queryWording } from "./pairs/query-wording.ts";
export { queryId } from "./pairs/query-id.ts";
export { queriesFromPairs } from "./pairs/queries-from-pairs.ts";
export { qrelsFromPairs } from "./pairs/qrels-from-pairs.ts";
export type { QrelsFromPairsOptions } from "./pairs/qrels-from-pairs.ts";
