import {
  catalogueFromExamples,
  detectDataset,
  judgeClicks,
  readBeirFolder,
  readDocuments,
  readLlamaIndexDataset,
  readProducts,
  readTestSuite,
  readTrainingExamples,
  readTrainingPairs,
  streamClickLog,
  type DatasetKind,
  type Product,
} from "@searchfit/retrieval-dataset";
import { CliError, exitCodes } from "../cli-error.ts";
import { documentReading } from "../documents/document-reading.ts";
import {
  datasetOfJudgments,
  datasetOfPairs,
  datasetOfProducts,
  productsOfPairs,
  type ImportedDataset,
} from "./imported-dataset.ts";

/** A file that was read. */
export interface ReadDataset {
  /** What it holds. */
  readonly kind: DatasetKind;
  /** What came out of it. */
  readonly dataset: ImportedDataset;
}

/** How a file is read. */
export interface ReadDatasetFileOptions {
  /** What it holds. @default found out by its first record */
  readonly kind?: DatasetKind;
  /** File of the products that it names, where it has no texts of them itself. */
  readonly products?: string;
  /** Told of each document that is left out. */
  readonly warn: (text: string) => void;
}

/** Reads any file or folder that retrieval-dataset knows; all problems of a file come together. */
export async function readDatasetFile(
  path: string,
  { products, warn, ...options }: ReadDatasetFileOptions,
): Promise<ReadDataset> {
  const kind = options.kind ?? (await detectDataset(path));
  if (kind === "click-log" && products === undefined) throw productsMissing(path);
  const catalogue = products === undefined ? undefined : await readProducts(products);
  const dataset = await readers[kind](path, { catalogue, warn });
  return { kind, dataset: catalogue === undefined ? dataset : { ...dataset, products: catalogue } };
}

interface Reading {
  readonly catalogue: readonly Product[] | undefined;
  readonly warn: (text: string) => void;
}

type Reader = (path: string, reading: Reading) => Promise<ImportedDataset>;

const readers: Readonly<Record<DatasetKind, Reader>> = {
  products: async (path) => datasetOfProducts(await readProducts(path)),
  documents: async (path, { warn }) =>
    datasetOfProducts(await readDocuments(path, documentReading(warn))),
  pairs: async (path) => {
    const pairs = await readTrainingPairs(path);
    return datasetOfPairs(pairs, productsOfPairs(pairs));
  },
  examples: async (path) => {
    const { pairs, products } = catalogueFromExamples(await readTrainingExamples(path));
    return datasetOfPairs(pairs, products);
  },
  beir: async (path) => datasetOfJudgments(await readBeirFolder(path)),
  "test-suite": async (path) => datasetOfJudgments(await readTestSuite(path)),
  "llama-index": async (path) => datasetOfJudgments(await readLlamaIndexDataset(path)),
  "click-log": async (path, { catalogue = [] }) =>
    datasetOfJudgments({ ...(await judgeClicks(streamClickLog(path))), corpus: catalogue }),
};

function productsMissing(path: string): CliError {
  return new CliError(
    "USAGE",
    `${path} is a search log, which names products but does not have their texts.`,
    { hint: "Give the catalogue with --products FILE.", exitCode: exitCodes.usage },
  );
}
