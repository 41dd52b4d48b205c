import type { DatasetKind } from "@searchfit/retrieval-dataset";

/** What each kind of file is called in messages. */
export const kindNames: Readonly<Record<DatasetKind, string>> = {
  products: "products",
  pairs: "training pairs",
  examples: "training examples",
  "test-suite": "a test suite",
  "llama-index": "a LlamaIndex dataset",
  beir: "a BEIR folder",
  "click-log": "a search log",
  documents: "a folder of documents",
};

/** What a dataset can be written as. */
export const targets = ["products", "queries", "pairs", "judgments"] as const;

/** One of {@link targets}. */
export type Target = (typeof targets)[number];

/** What each kind of file becomes unless something else is asked for. */
export const usualTarget: Readonly<Record<DatasetKind, Target>> = {
  products: "products",
  documents: "products",
  pairs: "pairs",
  examples: "pairs",
  "test-suite": "judgments",
  "llama-index": "judgments",
  beir: "judgments",
  "click-log": "judgments",
};

/** What a row of each target is. */
export const rowNames: Readonly<Record<Target, string>> = {
  products: "products",
  queries: "products with queries",
  pairs: "training pairs",
  judgments: "judgments",
};
