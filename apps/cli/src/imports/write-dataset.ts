import {
  writeBeirFolder,
  writeJsonLines,
  writeRecords,
  type TrainingPair,
} from "@searchfit/retrieval-dataset";
import type { Target } from "./dataset-forms.ts";
import type { ImportedDataset } from "./imported-dataset.ts";

/** How many rows a dataset has as a target. */
export function rowsOf(target: Target, { products, pairs, qrels }: ImportedDataset): number {
  if (target === "products") return products.length;
  if (target === "pairs") return pairs.length;
  if (target === "queries") return new Set(pairs.map((pair) => pair.product_id)).size;
  return [...qrels.values()].reduce((sum, grades) => sum + grades.size, 0);
}

/** Writes a dataset; a file is the old or the whole new one, of a folder the judgments come last. */
export async function writeDataset(
  target: Target,
  out: string,
  dataset: ImportedDataset,
): Promise<void> {
  if (target === "products") await writeRecords(out, dataset.products);
  else if (target === "queries") await writeJsonLines(out, recordedQueries(dataset.pairs));
  else if (target === "pairs")
    await writeRecords(out, dataset.pairs, { columns: fieldsOf(dataset.pairs) });
  else {
    const { products: corpus, queries, qrels } = dataset;
    await writeBeirFolder(out, { corpus, queries, qrels });
  }
}

/** The queries of each product in a line, as `--queries recorded:FILE` takes them. */
function recordedQueries(pairs: readonly TrainingPair[]): readonly object[] {
  return [...Map.groupBy(pairs, (pair) => pair.product_id)].map(([product_id, own]) => ({
    product_id,
    queries: own.map(({ query, style }) => (style === undefined ? query : { text: query, style })),
  }));
}

function fieldsOf(pairs: readonly TrainingPair[]): readonly string[] {
  return [...new Set(pairs.flatMap((pair) => Object.keys(pair)))];
}
